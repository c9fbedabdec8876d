package dev.millrace.git.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.git.remote.Credentials;
import dev.millrace.http.BoundedHttpClient;
import dev.millrace.http.HttpResult;
import dev.millrace.http.Limits;
import dev.millrace.http.address.AddressPolicy;
import dev.millrace.http.address.Connections;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests about one repository to one host's REST API, with JSON in both directions. */
public final class HostApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One for all hosts. It follows no redirect, which could send a token to another host. */
    private static final BoundedHttpClient HTTP =
            new BoundedHttpClient(new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60)));

    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_PAGES = 20;

    /** The limit of a list with all its pages: whoever waits for it holds a branch. */
    private static final Duration MAX_LISTING = Duration.ofMinutes(2);

    /** RFC 8288. */
    private static final Pattern NEXT = Pattern.compile("<([^<>]++)>\\s*+;[^,<]*\\brel=\"?next\"?");

    private final URI base;
    private final String repository;
    private final Credentials credentials;
    private final BoundedHttpClient http;

    /**
     * @param base the base URL, with or without a slash at the end
     * @param repository the repository's name in messages
     */
    public HostApi(URI base, String repository, Credentials credentials) {
        this(base, repository, credentials, HTTP);
    }

    public HostApi(URI base, String repository, Credentials credentials, BoundedHttpClient http) {
        this.base = URI.create(base.toString().replaceFirst("/+$", ""));
        this.repository = repository;
        this.credentials = credentials;
        this.http = http;
    }

    /** @param what the operation in messages, such as {@code opening a request} */
    public HostResponse get(String what, String path) {
        return send(what, "GET", path, Map.of());
    }

    /** @param body the fields of the JSON object; ignored for GET */
    public HostResponse send(String what, String method, String path, Map<String, ?> body) {
        return send(what, method, URI.create(base + path), body);
    }

    /** As {@link #send}, but to a path beside the API's root, such as {@code /graphql}. */
    public HostResponse sendBeside(String what, String sibling, Map<String, ?> body) {
        String root = base.toString().replaceFirst("/v3$", "");
        return send(what, "POST", URI.create(root + sibling), body);
    }

    /** All elements of a paged list, by following the {@code Link} header. */
    public List<JsonNode> list(String what, String path) {
        List<JsonNode> all = new ArrayList<>();
        Set<URI> read = new HashSet<>();
        Optional<URI> page = Optional.of(URI.create(base + path));
        long end = System.nanoTime() + MAX_LISTING.toNanos();
        while (page.isPresent() && read.size() < MAX_PAGES && read.add(page.get())) {
            if (System.nanoTime() - end > 0) {
                throw new HostUnavailable(doing(what) + ": the host did not list all of them within "
                        + MAX_LISTING.toMinutes() + " minutes");
            }
            HostResponse response = send(what, "GET", page.get(), Map.of());
            response.orRefused().forEach(all::add);
            page = response.next().filter(this::isOurs);
        }
        return all;
    }

    /** The address of the next page, as a host sent it; empty if it is none, or on another host: others are never followed. */
    public Optional<URI> next(String address) {
        return resolved(address).filter(this::isOurs);
    }

    private boolean isOurs(URI next) {
        return AddressPolicy.sameOrigin(base, next);
    }

    public HostResponse send(String what, String method, URI target, Map<String, ?> body) {
        String doing = doing(what);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .header("Accept", "application/json")
                .header("User-Agent", "millrace");
        Optional<String> authorization = authorization();
        if (authorization.isPresent() && !Connections.policy().mayCarryCredentials(base, target)) {
            throw new HostRefused(doing + ": " + AddressPolicy.NOT_SENT);
        }
        authorization.ifPresent(value -> request.header("Authorization", value));
        if (method.equals("GET")) {
            request.GET();
        } else {
            request.header("Content-Type", "application/json")
                    .header("X-Atlassian-Token", "no-check")
                    .method(method, HttpRequest.BodyPublishers.ofString(written(body)));
        }
        return switch (http.exchange(request.build(), MAX_BYTES)) {
            case HttpResult.Response(HttpResponse<byte[]> response) -> answer(doing, response);
            case HttpResult.Unreachable unreachable ->
                throw new HostUnavailable(doing + ": " + unreachable.reason(), unreachable.error());
            case HttpResult.Failure failure -> throw new HostUnavailable(doing + ": " + failure.reason());
        };
    }

    private String doing(String what) {
        return what + " of " + repository + " at " + base.getRawAuthority();
    }

    private HostResponse answer(String doing, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        boolean spent = status == 403
                && (response.headers().firstValue("Retry-After").isPresent()
                        || response.headers()
                                .firstValue("X-RateLimit-Remaining")
                                .equals(Optional.of("0")));
        if (status >= 500 || status == 429 || status == 408 || spent) {
            throw new HostUnavailable(doing + ": the host answered " + status);
        }
        Optional<URI> next = response.headers().allValues("Link").stream()
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .findFirst()
                .flatMap(link -> resolved(link.group(1)));
        return new HostResponse(doing, status, read(doing, status, response.body()), next, credentials::masked);
    }

    /** An address that a host sent; empty if it is none. */
    private Optional<URI> resolved(String address) {
        try {
            return Optional.of(base.resolve(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static JsonNode read(String doing, int status, byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            if (status / 100 == 2) {
                throw new HostUnavailable(doing + ": the host's answer is not JSON", e);
            }
            return MissingNode.getInstance();
        }
    }

    private static String written(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a body of maps, lists and strings is always valid JSON", e);
        }
    }

    private Optional<String> authorization() {
        return switch (credentials) {
            case Credentials.None none -> Optional.empty();
            case Credentials.Ssh ssh -> Optional.empty();
            case Credentials.Bearer bearer -> Optional.of("Bearer " + bearer.token());
            case Credentials.Basic basic ->
                Optional.of("Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (basic.user() + ":" + basic.secret()).getBytes(StandardCharsets.UTF_8)));
        };
    }
}
