package dev.millrace.messaging.access;

import dev.millrace.messaging.intake.BearerToken;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Protects everything that a service answers, except webhooks, which have proofs of their own, and health, which the kubelet reads without a token. A
 * request needs the token for reading, the one for changes, or one that an authority accepts. Without any of them configured, reading is open.
 */
@ApplicationScoped
public class ReadAccess {
    static final String KEY = "millrace.api.read-token";

    private static final Logger LOG = Logger.getLogger(ReadAccess.class);

    /** After the check of the port. */
    private static final int SECOND = WebhookServer.FIRST - 1;

    private static final String BEARER = "Bearer ";
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;

    private final BearerToken token;
    private final Instance<BearerToken> changes;
    private final Optional<TokenReviewer> reviewer;

    public ReadAccess(AccessConfig config, Instance<BearerToken> changes, Instance<TokenReviewer> reviewers) {
        this.token = BearerToken.configured(KEY, config.readToken());
        this.changes = changes;
        this.reviewer = config.tokenReview() ? Optional.of(first(reviewers)) : Optional.empty();
    }

    private static TokenReviewer first(Instance<TokenReviewer> reviewers) {
        return reviewers.stream()
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("millrace.api.token-review: this service has no access to"
                                + " a cluster; remove the key, or set " + KEY));
    }

    void protect(@Observes Filters filters) {
        if (isOn()) {
            filters.register(this::check, SECOND);
        }
    }

    void report(@Observes StartupEvent event) {
        if (!isOn()) {
            LOG.infof("reading is open to all who reach the port; set %s to protect it", KEY);
        }
    }

    private boolean isOn() {
        return token.isConfigured() || reviewer.isPresent();
    }

    private void check(RoutingContext context) {
        String path = context.normalizedPath();
        Optional<String> sent = Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION));
        if (isOpen(path) || sent.filter(this::isConfigured).isPresent()) {
            context.next();
        } else if (reviewer.isPresent()
                && sent.filter(header -> header.startsWith(BEARER)).isPresent()) {
            review(context, reviewer.get(), sent.get().substring(BEARER.length()), path);
        } else {
            refuse(context, UNAUTHORIZED, "a valid token is required: Authorization: Bearer …");
        }
    }

    private static boolean isOpen(String path) {
        return path.startsWith(WebhookServer.WEBHOOKS) || path.equals("/q/health") || path.startsWith("/q/health/");
    }

    private boolean isConfigured(String authorization) {
        return token.isIn(authorization) || changes.stream().anyMatch(one -> one.isIn(authorization));
    }

    private static void review(RoutingContext context, TokenReviewer reviewer, String token, String path) {
        context.request().pause();
        context.vertx()
                .executeBlocking(() -> reviewer.mayRead(token, path), false)
                .onComplete(result -> {
                    context.request().resume();
                    if (result.succeeded() && Boolean.TRUE.equals(result.result())) {
                        context.next();
                    } else if (result.succeeded()) {
                        refuse(context, UNAUTHORIZED, "the token may not read " + path);
                    } else if (result.cause() instanceof UncheckedIOException) {
                        refuse(context, UNAVAILABLE, "the token can't be checked at the moment; try again");
                    } else {
                        context.fail(result.cause());
                    }
                });
    }

    private static void refuse(RoutingContext context, int status, String line) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8")
                .putHeader("WWW-Authenticate", "Bearer")
                .end(line + "\n");
    }
}
