package dev.millrace.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The authorization of requests: the login itself, or a token from the token service of the registry (token authentication of Distribution).
 * A token is reused for its purpose until shortly before it expires.
 */
final class Tokens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PARAMETER = Pattern.compile("\\b(\\w++)=\"([^\"]*+)\"");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");
    private static final int MAX_ANSWER_BYTES = 256 << 10;
    private static final int MAX_TOKENS = 10_000;
    private static final int LOCKS = 64;
    private static final long DEFAULT_LIFETIME_SECONDS = 60;
    private static final long MARGIN_SECONDS = 10;

    private record Token(String header, long until) {}

    /** The purpose of a token; a token for reading may not allow writing. */
    record Purpose(Registry registry, String repository, boolean writes) {
        String scope() {
            return "repository:" + repository + (writes ? ":pull,push" : ":pull");
        }
    }

    private final RegistryCalls calls;
    private final Map<Purpose, Token> tokens = new ConcurrentHashMap<>();
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    Tokens(RegistryCalls calls) {
        this.calls = calls;
    }

    static boolean isBearer(String challenge) {
        return challenge.toLowerCase(Locale.ROOT).startsWith("bearer ");
    }

    /** The header of the first request, if any. */
    Optional<String> authorization(Purpose purpose) {
        Token token = tokens.get(purpose);
        if (token != null && System.nanoTime() - token.until() < 0) {
            return Optional.of(token.header());
        }
        return purpose.registry().login().map(Tokens::basic);
    }

    /**
     * Returns the header of a token for a challenge. Requests that are challenged at the same time share one token.
     *
     * @param refused the header that was challenged, if any
     */
    String answer(Purpose purpose, String challenge, Optional<String> refused, String what) {
        ReentrantLock lock = locks.get(Math.floorMod(purpose.hashCode(), LOCKS));
        lock.lock();
        try {
            return authorization(purpose)
                    .filter(header -> isBearer(header) && !refused.equals(Optional.of(header)))
                    .orElseGet(() -> request(purpose, challenge, what));
        } finally {
            lock.unlock();
        }
    }

    private String request(Purpose purpose, String challenge, String what) {
        Registry registry = purpose.registry();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service(purpose, challenge, what)).GET();
        registry.login().ifPresent(login -> request.setHeader("Authorization", basic(login)));
        HttpResponse<byte[]> response = calls.exchange(request, what, MAX_ANSWER_BYTES, RegistryRequest.LIMIT);
        if (RegistryCalls.available(what, response).statusCode() / 100 != 2) {
            throw new RegistryRefused(what + ": the token service of " + registry.host() + " answered "
                    + response.statusCode() + "; check the login for " + registry.host() + " and its permissions");
        }
        JsonNode answer = json(response, what);
        String token = answer.path("token").asText(answer.path("access_token").asText(""));
        if (!TOKEN.matcher(token).matches()) {
            throw new RegistryRefused(what + ": the token service returned no valid token");
        }
        long seconds = Math.max(0, answer.path("expires_in").asLong(DEFAULT_LIFETIME_SECONDS) - MARGIN_SECONDS);
        long until =
                System.nanoTime() + Duration.ofSeconds(Math.min(seconds, 3600)).toNanos();
        Token issued = new Token("Bearer " + token, until);
        if (tokens.size() >= MAX_TOKENS) {
            tokens.clear();
        }
        tokens.put(purpose, issued);
        return issued.header();
    }

    /** The address of the token service. A challenge without a scope is one for the purpose. */
    private static URI service(Purpose purpose, String challenge, String what) {
        String realm = "";
        boolean hasScope = false;
        StringBuilder query = new StringBuilder();
        Matcher parameters = PARAMETER.matcher(challenge);
        while (parameters.find()) {
            String name = parameters.group(1);
            if (name.equals("realm")) {
                realm = parameters.group(2);
            } else if (name.equals("service") || name.equals("scope")) {
                query.append('&').append(name).append('=');
                query.append(URLEncoder.encode(parameters.group(2), StandardCharsets.UTF_8));
                hasScope |= name.equals("scope");
            }
        }
        if (!hasScope && !purpose.repository().isEmpty()) {
            query.append("&scope=").append(URLEncoder.encode(purpose.scope(), StandardCharsets.UTF_8));
        }
        try {
            String separator = realm.contains("?") ? "&" : "?";
            URI service = URI.create(query.isEmpty() ? realm : realm + separator + query.substring(1));
            if (purpose.registry().mayLogInAt(service)) {
                return service;
            }
        } catch (IllegalArgumentException e) {
            throw new RegistryRefused(what + ": the address of the token service is invalid");
        }
        throw new RegistryRefused(what + ": the token service of the registry is missing or not trusted");
    }

    private static JsonNode json(HttpResponse<byte[]> response, String what) {
        try {
            return JSON.readTree(new String(response.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new RegistryRefused(what + ": the response of the token service is not JSON");
        }
    }

    private static String basic(Login login) {
        String pair = login.user() + ":" + login.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
