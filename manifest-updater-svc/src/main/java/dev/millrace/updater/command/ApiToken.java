package dev.millrace.updater.command;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** What whoever changes something must hold. */
@Startup
@Singleton
class ApiToken {
    private final Optional<byte[]> wanted;

    ApiToken(ApiConfig config) {
        if (config.token().filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("millrace.updater.api.token: an empty token protects nothing");
        }
        this.wanted = config.token().map(token -> ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    boolean isConfigured() {
        return wanted.isPresent();
    }

    /** Whether an {@code Authorization} header holds it. The comparison takes as long whatever was sent. */
    boolean isIn(String authorization) {
        return wanted.filter(token -> MessageDigest.isEqual(token, authorization.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }
}
