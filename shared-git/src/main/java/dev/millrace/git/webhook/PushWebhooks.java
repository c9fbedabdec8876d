package dev.millrace.git.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Push webhooks of GitHub and Gitea (Forgejo too). The signature is an HMAC-SHA256 over the raw bytes, compared in constant time before
 * anything is parsed; see GitHub's "Validating webhook deliveries" and Gitea's "Webhooks".
 */
public final class PushWebhooks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GITHUB_SIGNATURE = "x-hub-signature-256";
    private static final String GITEA_SIGNATURE = "x-gitea-signature";
    private static final List<String> EVENT_HEADERS = List.of("x-gitea-event", "x-forgejo-event", "x-github-event");
    private static final List<String> URL_FIELDS = List.of("clone_url", "html_url", "ssh_url", "url");

    private PushWebhooks() {}

    /**
     * Verifies a request, then reads it.
     *
     * @param headers with lower-case names
     * @param secrets any of them may have signed, so that a secret can be changed without losing a push
     */
    public static WebhookVerdict verify(Map<String, String> headers, byte[] body, List<String> secrets) {
        Optional<String> signature = signature(headers);
        if (signature.isEmpty()) {
            return new WebhookVerdict.Unsigned();
        }
        if (secrets.stream().noneMatch(secret -> matches(signature.get(), body, secret))) {
            return new WebhookVerdict.Forged();
        }
        String event = EVENT_HEADERS.stream()
                .filter(headers::containsKey)
                .map(headers::get)
                .findFirst()
                .orElse("");
        if (!event.equals("push")) {
            return new WebhookVerdict.Ignored(event.isEmpty() ? "no event header" : "event " + event);
        }
        return read(body);
    }

    private static Optional<String> signature(Map<String, String> headers) {
        Optional<String> github = Optional.ofNullable(headers.get(GITHUB_SIGNATURE))
                .filter(value -> value.startsWith("sha256="))
                .map(value -> value.substring("sha256=".length()));
        return github.or(() -> Optional.ofNullable(headers.get(GITEA_SIGNATURE)));
    }

    private static boolean matches(String signature, byte[] body, String secret) {
        byte[] expected = HexFormat.of().formatHex(hmac(body, secret)).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] body, String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("an empty webhook secret protects nothing");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static WebhookVerdict read(byte[] body) {
        try {
            JsonNode push = JSON.readTree(body);
            if (!push.isObject()) {
                return new WebhookVerdict.Malformed("the payload is no JSON object");
            }
            RepositoryId repository = repository(push.path("repository"));
            GitRef ref = new GitRef(text(push, "ref"));
            CommitId before = new CommitId(text(push, "before"));
            CommitId after = new CommitId(text(push, "after"));
            return new WebhookVerdict.Accepted(List.of(new PushNotice(repository, ref, before, after)));
        } catch (IOException e) {
            return new WebhookVerdict.Malformed(
                    "the payload is no JSON; the webhook's content type must be application/json");
        } catch (IllegalArgumentException e) {
            return new WebhookVerdict.Malformed(String.valueOf(e.getMessage()));
        }
    }

    private static RepositoryId repository(JsonNode repository) {
        return URL_FIELDS.stream()
                .map(repository::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .flatMap(PushWebhooks::parsed)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the payload names no repository"));
    }

    private static Stream<RepositoryId> parsed(String url) {
        try {
            return Stream.of(RepositoryId.parse(url));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the payload has no " + field);
        }
        return value.asText();
    }
}
