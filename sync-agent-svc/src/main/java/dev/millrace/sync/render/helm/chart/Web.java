package dev.millrace.sync.render.helm.chart;

import dev.millrace.http.BoundedHttpClient;
import dev.millrace.http.HttpResult;
import dev.millrace.http.Limits;
import dev.millrace.http.address.AddressPolicy;
import dev.millrace.http.address.Connections;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** HTTP, bounded in time and bytes. A credential goes only to the scheme, host and port that it is for. */
final class Web implements AutoCloseable {
    private static final int MAX_REDIRECTS = 5;

    private final BoundedHttpClient client;

    /** @param time the limit of each exchange */
    Web(Access access, Duration time) throws ChartUnavailable {
        Limits limits = new Limits(time, time);
        this.client = access.trust()
                .map(authorities -> new BoundedHttpClient(limits, authorities))
                .orElseGet(() -> new BoundedHttpClient(limits));
    }

    /**
     * A request.
     *
     * @param file where the body of a response with status 200 is written to, instead of being part of the response; it must not exist
     */
    record Ask(URI address, String accept, Optional<String> authorization, int maxBytes, Optional<Path> file) {

        /** A request whose response is held in memory. */
        Ask(URI address, String accept, Optional<String> authorization, int maxBytes) {
            this(address, accept, authorization, maxBytes, Optional.empty());
        }

        private Ask at(URI next) {
            return new Ask(
                    next, accept, authorization.filter(value -> mayCarryCredentials(address, next)), maxBytes, file);
        }
    }

    /** Returns true if the credentials for one address may go to another one. */
    static boolean mayCarryCredentials(URI owner, URI target) {
        return Connections.policy().mayCarryCredentials(owner, target);
    }

    /** Returns the response after redirects, with any status. */
    HttpResponse<byte[]> get(Ask ask) throws ChartUnavailable {
        Ask next = ask;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            HttpResponse<byte[]> answer = once(next);
            Optional<String> location = answer.headers().firstValue("location");
            if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
                return answer;
            }
            next = next.at(target(next.address(), location.get()));
        }
        throw ChartUnavailable.now(host(ask.address()) + " redirects without end");
    }

    private static URI target(URI from, String location) throws ChartUnavailable {
        URI to = address(from, location);
        if ("https".equals(from.getScheme()) && !"https".equals(to.getScheme())) {
            throw ChartUnavailable.now(host(from) + " redirects from HTTPS to something else");
        }
        return to;
    }

    /** Returns an address that another one refers to. */
    static URI address(URI from, String named) throws ChartUnavailable {
        try {
            URI to = from.resolve(named.strip());
            if (to.getHost() != null && ("https".equals(to.getScheme()) || "http".equals(to.getScheme()))) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            throw ChartUnavailable.now(host(from) + " names an address that is none");
        }
        throw ChartUnavailable.now(host(from) + " names an address that isn't HTTP");
    }

    private HttpResponse<byte[]> once(Ask ask) throws ChartUnavailable {
        HttpRequest.Builder request = HttpRequest.newBuilder(ask.address()).header("Accept", ask.accept());
        if (ask.authorization().isPresent() && !Connections.policy().isProtected(ask.address())) {
            throw ChartUnavailable.now(host(ask.address()) + ": " + AddressPolicy.NOT_SENT);
        }
        ask.authorization().ifPresent(value -> request.header("Authorization", value));
        return switch (send(ask, request.build())) {
            case HttpResult.Response(HttpResponse<byte[]> response) -> response;
            case HttpResult.Interruption interruption -> throw ChartUnavailable.now(interruption.reason());
            case HttpResult.Failure failure ->
                throw ChartUnavailable.now(host(ask.address()) + ": " + failure.reason());
        };
    }

    private HttpResult send(Ask ask, HttpRequest request) {
        return ask.file()
                .map(file -> client.download(request, file, ask.maxBytes()))
                .orElseGet(() -> client.exchange(request, ask.maxBytes()));
    }

    static String host(URI address) {
        return String.valueOf(address.getHost());
    }

    @Override
    public void close() {
        client.close();
    }
}
