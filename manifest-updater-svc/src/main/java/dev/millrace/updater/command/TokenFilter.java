package dev.millrace.updater.command;

import dev.millrace.messaging.intake.Answers;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Lets in who holds the token. */
@jakarta.ws.rs.ext.Provider
@TokenNeeded
public class TokenFilter implements ContainerRequestFilter {
    private final Provider<ApiToken> token;

    // Filters are made before the configuration can be read.
    TokenFilter(Provider<ApiToken> token) {
        this.token = token;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String sent = Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .orElse("");
        if (!token.get().isConfigured()) {
            request.abortWith(Answers.of(
                    Response.Status.FORBIDDEN.getStatusCode(), "off: millrace.updater.api.token is not configured"));
        } else if (!token.get().isIn(sent)) {
            request.abortWith(Answers.unauthorized("the token is needed: Authorization: Bearer …"));
        }
    }
}
