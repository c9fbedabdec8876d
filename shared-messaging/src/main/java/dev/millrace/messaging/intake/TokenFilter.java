package dev.millrace.messaging.intake;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/** Accepts only requests with the service's {@link BearerToken}. */
@Provider
@RequiresToken
public class TokenFilter implements ContainerRequestFilter {
    private final Instance<BearerToken> token;

    // Filters are created before the configuration is available, and some services have no token.
    TokenFilter(Instance<BearerToken> token) {
        this.token = token;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        BearerToken expected = token.get();
        String sent = Optional.ofNullable(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .orElse("");
        if (!expected.isConfigured()) {
            request.abortWith(Answers.of(
                    Response.Status.FORBIDDEN.getStatusCode(),
                    "changes are disabled: " + expected.key() + " is not set; set it to enable them"));
        } else if (!expected.isIn(sent)) {
            request.abortWith(Answers.unauthorized("a valid token is required: Authorization: Bearer …"));
        }
    }
}
