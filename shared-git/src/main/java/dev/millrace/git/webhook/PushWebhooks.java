package dev.millrace.git.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Push webhooks of GitHub, GitLab, Gitea (also Forgejo and Gogs), Bitbucket Cloud, Bitbucket Server and Data Center, and of any sender that signs
 * {@code {"repository": "<url>", "ref": …, "before": …, "after": …}}. The raw bytes are verified before anything is parsed; the headers identify
 * the host.
 */
public final class PushWebhooks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> EVENT_HEADERS = List.of(
            "x-gitea-event", "x-forgejo-event", "x-gogs-event", "x-github-event", "x-gitlab-event", "x-event-key");
    /** The readers of event bodies. All other events are ignored. */
    private static final Map<String, Function<JsonNode, List<PushNotice>>> READERS = Map.of(
            "push", PushPayloads::refs,
            "Push Hook", PushPayloads::refs,
            "Tag Push Hook", PushPayloads::refs,
            "repo:push", PushPayloads::bitbucketCloud,
            "repo:refs_changed", PushPayloads::bitbucketServer);

    private PushWebhooks() {}

    /**
     * Verifies a request, then reads it.
     *
     * @param headers with lower-case names
     * @param secrets any of them may be used, so that a secret can be replaced without losing a push
     */
    public static WebhookVerdict verify(Map<String, String> headers, byte[] body, List<String> secrets) {
        Optional<Boolean> verified = WebhookSignatures.verified(headers, body, secrets);
        if (verified.isEmpty()) {
            return new WebhookVerdict.Unsigned();
        }
        if (!verified.get()) {
            return new WebhookVerdict.Forged();
        }
        String event = EVENT_HEADERS.stream()
                .filter(headers::containsKey)
                .map(headers::get)
                .findFirst()
                .orElse(headers.containsKey("x-signature") ? "push" : "");
        Function<JsonNode, List<PushNotice>> reader = READERS.get(event);
        if (reader == null) {
            return new WebhookVerdict.Ignored(event.isEmpty() ? "no event header" : "event " + event);
        }
        return read(body, reader);
    }

    private static WebhookVerdict read(byte[] body, Function<JsonNode, List<PushNotice>> reader) {
        try {
            JsonNode push = JSON.readTree(body);
            if (!push.isObject()) {
                return new WebhookVerdict.Malformed("the payload is not a JSON object");
            }
            return new WebhookVerdict.Accepted(reader.apply(push));
        } catch (IOException e) {
            return new WebhookVerdict.Malformed(
                    "the payload is not JSON; set the webhook's content type to application/json");
        } catch (IllegalArgumentException e) {
            return new WebhookVerdict.Malformed(String.valueOf(e.getMessage()));
        }
    }
}
