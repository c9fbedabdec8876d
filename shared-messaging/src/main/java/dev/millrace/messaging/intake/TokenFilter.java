package dev.millrace.messaging.intake;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/** Lets in who holds the service's {@link BearerToken}. */
@Provider
@TokenNeeded
public class TokenFilter implements ContainerRequestFilter {
    private final Instance<BearerToken> token;

    // Filters are made before the configuration can be read; and not each service has anything to protect.
    TokenFilter(Instance<BearerToken> token) {
        this.token = token;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        BearerToken wanted = token.get();
        String sent = Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .orElse("");
        if (!wanted.isConfigured()) {
            request.abortWith(Answers.of(
                    Response.Status.FORBIDDEN.getStatusCode(), "off: " + wanted.key() + " is not configured"));
        } else if (!wanted.isIn(sent)) {
            request.abortWith(Answers.unauthorized("the token is needed: Authorization: Bearer …"));
        }
    }
}
