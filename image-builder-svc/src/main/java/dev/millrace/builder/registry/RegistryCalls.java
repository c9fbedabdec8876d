package dev.millrace.builder.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request to a registry, with what it takes to be let in: basic authentication, or a token from the service it names. */
final class RegistryCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Sends a request. 2xx and 404 are answers; all else is thrown. */
    HttpResponse<byte[]> send(RegistryHost host, HttpRequest.Builder request, String what) {
        host.push().ifPresent(login -> request.setHeader("Authorization", basic(login)));
        HttpResponse<byte[]> response = exchange(request, what);
        Optional<String> challenge = response.statusCode() == 401
                ? response.headers().firstValue("WWW-Authenticate").filter(c -> c.startsWith("Bearer "))
                : Optional.empty();
        if (challenge.isPresent()) {
            request.setHeader("Authorization", "Bearer " + token(host, challenge.get(), what));
            response = exchange(request, what);
        }
        return judged(redirected(host, response, what), what);
    }

    /** Blobs often stand in a storage beside the registry; the registry's credentials don't go there. */
    private HttpResponse<byte[]> redirected(RegistryHost host, HttpResponse<byte[]> response, String what) {
        Optional<URI> elsewhere = response.statusCode() / 100 == 3
                ? response.headers().firstValue("Location").map(response.uri()::resolve)
                : Optional.empty();
        if (elsewhere.isEmpty() || !trusted(host, elsewhere.get().toString())) {
            return response;
        }
        return exchange(HttpRequest.newBuilder(elsewhere.get()).GET(), what);
    }

    private static boolean trusted(RegistryHost host, String address) {
        return address.startsWith("https://") || (host.insecure() && address.startsWith("http://"));
    }

    private HttpResponse<byte[]> judged(HttpResponse<byte[]> response, String what) {
        int status = response.statusCode();
        if (status == 429 || status >= 500) {
            throw new RegistryUnavailable(what + ": the registry answered " + status);
        }
        if (status != 404 && status >= 300) {
            throw new RegistryRefused(what + ": the registry answered " + status);
        }
        return response;
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request, String what) {
        try {
            return http.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailable(what, new InterruptedIOException("the service is stopping"));
        } catch (IOException e) {
            throw new RegistryUnavailable(what + ": " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
        }
    }

    /** Asks the token service that the registry named in its challenge (distribution's token authentication). */
    private String token(RegistryHost host, String challenge, String what) {
        String realm = "";
        StringBuilder query = new StringBuilder();
        Matcher parameters = PARAMETER.matcher(challenge);
        while (parameters.find()) {
            if (parameters.group(1).equals("realm")) {
                realm = parameters.group(2);
            } else if (!parameters.group(1).equals("error")) {
                query.append(query.isEmpty() ? "?" : "&")
                        .append(parameters.group(1))
                        .append('=');
                query.append(URLEncoder.encode(parameters.group(2), StandardCharsets.UTF_8));
            }
        }
        if (!trusted(host, realm)) {
            throw new RegistryRefused(what + ": the registry names no token service that can be trusted");
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(realm + query)).GET();
        host.push().ifPresent(login -> request.setHeader("Authorization", basic(login)));
        HttpResponse<byte[]> response = judged(exchange(request, what), what);
        try {
            var answer = JSON.readTree(new String(response.body(), StandardCharsets.UTF_8));
            return answer.path("token").asText(answer.path("access_token").asText(""));
        } catch (JsonProcessingException e) {
            throw new RegistryRefused(what + ": the token service's answer is no JSON");
        }
    }

    private static String basic(Login login) {
        String pair = login.user() + ":" + login.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
