package dev.millrace.messaging.access;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Receives webhooks on a port of their own, so that a network policy can open it to their senders and nothing else. Strangers are bounded there before
 * they have sent a request: in connections, and in the time for the head of a request.
 */
@ApplicationScoped
public class WebhookServer {
    private static final Logger LOG = Logger.getLogger(WebhookServer.class);
    static final String WEBHOOKS = "/webhooks/";

    /** Before all filters of Quarkus. */
    static final int FIRST = 10_000;

    private static final int IDLE_SECONDS = 60;
    private static final int NOT_FOUND = 404;

    private final Vertx vertx;
    private final WebhookServerConfig config;
    private final String host;
    private final OpenConnections connections;

    /** The timers of the connections on which the head of a request is awaited. */
    private final Map<HttpConnection, Long> awaited = new ConcurrentHashMap<>();

    private Optional<HttpServer> server = Optional.empty();
    private volatile int port = -1;

    public WebhookServer(
            Vertx vertx, WebhookServerConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.vertx = vertx;
        this.config = config;
        this.host = host;
        this.connections = new OpenConnections(config.maxConnections(), config.connectionsPerAddress());
    }

    void separate(@Observes Filters filters) {
        config.port().ifPresent(own -> filters.register(this::checkPort, FIRST));
    }

    void start(@Observes StartupEvent event) {
        config.port().ifPresent(this::listen);
    }

    private void listen(int number) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(number)
                .setAlpnVersions(List.of())
                .setHttp2ClearTextEnabled(false)
                .setDecompressionSupported(false)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(IDLE_SECONDS);
        HttpServer created = vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(VertxHttpRecorder.getRootHandler());
        try {
            port = created.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
        } catch (CompletionException e) {
            String reason =
                    Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("no reason given");
            throw new IllegalArgumentException(
                    "millrace.webhooks.port: can't listen on " + host + ":" + number + ": " + reason
                            + "; set a port that is free",
                    e);
        }
        server = Optional.of(created);
        LOG.infof("webhooks are received on a port of their own: address=%s:%d", host, port);
    }

    /** The port that receives webhooks; empty if it is the service's only one. */
    public Optional<Integer> port() {
        return server.map(one -> port);
    }

    private void connected(HttpConnection connection) {
        String address = connection.remoteAddress().hostAddress();
        if (!connections.open(address)) {
            connection.close();
            return;
        }
        connection.closeHandler(closed -> {
            stopTimer(connection);
            connections.close(address);
        });
        awaitHead(connection);
    }

    private void awaitHead(HttpConnection connection) {
        stopTimer(connection);
        awaited.put(connection, vertx.setTimer(config.headTimeout().toMillis(), late -> {
            awaited.remove(connection);
            connection.close();
        }));
    }

    private void stopTimer(HttpConnection connection) {
        Optional.ofNullable(awaited.remove(connection)).ifPresent(vertx::cancelTimer);
    }

    private void checkPort(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean isWebhook = context.normalizedPath().startsWith(WEBHOOKS);
        boolean isOwnPort = request.localAddress().port() == port;
        if (isOwnPort) {
            stopTimer(request.connection());
            context.addEndHandler(answered -> awaitHead(request.connection()));
        }
        if (isWebhook == isOwnPort) {
            context.next();
        } else {
            context.response()
                    .setStatusCode(NOT_FOUND)
                    .putHeader("Content-Type", "text/plain")
                    .end(isWebhook ? "webhooks are received on another port\n" : "only webhooks are received here\n");
        }
    }

    @PreDestroy
    void stop() {
        server.ifPresent(HttpServer::close);
    }
}
