package dev.millrace.messaging.intake;

import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The connection of a request. */
public final class ClientConnection {
    private ClientConnection() {}

    /**
     * The IP address of the client, without the port. Behind a proxy it is the proxy's, unless {@code quarkus.http.proxy.proxy-address-forwarding} is
     * on.
     */
    public static String address(RoutingContext request) {
        SocketAddress address = request.request().remoteAddress();
        @Nullable String host = address == null ? null : address.hostAddress();
        return host == null ? "unknown" : host;
    }

    /** Closes the connection when the request is answered, because the rest of its body would be taken for the next request. */
    public static void closeWhenAnswered(RoutingContext request) {
        request.addEndHandler(end -> request.request().connection().close());
    }
}
