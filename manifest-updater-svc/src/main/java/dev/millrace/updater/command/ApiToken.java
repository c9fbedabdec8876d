package dev.millrace.updater.command;

import dev.millrace.messaging.intake.BearerToken;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The token for API commands. */
final class ApiToken {
    private ApiToken() {}

    @Produces
    @Singleton
    @Startup
    static BearerToken token(ApiConfig config) {
        return BearerToken.configured("millrace.updater.api.token", config.token());
    }
}
