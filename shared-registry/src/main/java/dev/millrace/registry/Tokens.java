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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lets a request in: the login as it is, or a token from the service that the registry names (distribution's token authentication). A token
 * is used again for its purpose until shortly before it ends.
 */
final class Tokens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final long LIFE_IF_UNSAID = 60;
    private static final long MARGIN = 10;

    private record Token(String header, long until) {}

    /** A token that lets read an image needn't let write it. */
    record Purpose(Registry registry, String repository, boolean writes) {}

    private final RegistryCalls calls;
    private final Map<Purpose, Token> known = new ConcurrentHashMap<>();

    Tokens(RegistryCalls calls) {
        this.calls = calls;
    }

    static boolean isBearer(String challenge) {
        return challenge.toLowerCase(Locale.ROOT).startsWith("bearer ");
    }

    /** The header to begin with, if any. */
    Optional<String> authorization(Purpose purpose) {
        Token token = known.get(purpose);
        if (token != null && System.nanoTime() - token.until() < 0) {
            return Optional.of(token.header());
        }
        return purpose.registry().login().map(Tokens::basic);
    }

    /** The header that answers a challenge. */
    String fresh(Purpose purpose, String challenge, String what) {
        Registry registry = purpose.registry();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service(registry, challenge, what)).GET();
        registry.login().ifPresent(login -> request.setHeader("Authorization", basic(login)));
        HttpResponse<byte[]> response = RegistryCalls.judged(calls.exchange(request, what), what);
        JsonNode answer = json(response, what);
        String token = answer.path("token").asText(answer.path("access_token").asText(""));
        if (token.isEmpty()) {
            throw new RegistryRefused(what + ": the token service gives no token");
        }
        long seconds = Math.max(0, answer.path("expires_in").asLong(LIFE_IF_UNSAID) - MARGIN);
        long until =
                System.nanoTime() + Duration.ofSeconds(Math.min(seconds, 3600)).toNanos();
        Token fresh = new Token("Bearer " + token, until);
        known.put(purpose, fresh);
        return fresh.header();
    }

    private static URI service(Registry registry, String challenge, String what) {
        String realm = "";
        StringBuilder query = new StringBuilder();
        Matcher parameters = PARAMETER.matcher(challenge);
        while (parameters.find()) {
            String name = parameters.group(1);
            if (name.equals("realm")) {
                realm = parameters.group(2);
            } else if (name.equals("service") || name.equals("scope")) {
                query.append(query.isEmpty() ? "?" : "&").append(name).append('=');
                query.append(URLEncoder.encode(parameters.group(2), StandardCharsets.UTF_8));
            }
        }
        try {
            URI service = URI.create(realm + query);
            if (registry.trusts(service)) {
                return service;
            }
        } catch (IllegalArgumentException e) {
            throw new RegistryRefused(what + ": the registry names a token service that is no address");
        }
        throw new RegistryRefused(what + ": the registry names no token service that can be trusted");
    }

    private static JsonNode json(HttpResponse<byte[]> response, String what) {
        try {
            return JSON.readTree(new String(response.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new RegistryRefused(what + ": the token service's answer is no JSON");
        }
    }

    private static String basic(Login login) {
        String pair = login.user() + ":" + login.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
