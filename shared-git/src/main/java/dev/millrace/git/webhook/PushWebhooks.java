package dev.millrace.git.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.git.webhook.payload.FormPayload;
import dev.millrace.git.webhook.payload.NeededFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Push webhooks of GitHub, GitLab (also its system hooks), Gitea (also Forgejo and Gogs), Bitbucket Cloud, Bitbucket Server and Data Center, Azure
 * DevOps, and of any sender that signs {@code {"repository": "<url>", "ref": …, "before": …, "after": …}}. The raw bytes are verified before anything is
 * parsed; the headers identify the host.
 */
public final class PushWebhooks {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MAX_EVENT = 60;
    private static final List<String> EVENT_HEADERS = List.of(
            "x-gitea-event", "x-forgejo-event", "x-gogs-event", "x-github-event", "x-gitlab-event", "x-event-key");
    /** The readers of event bodies, by the event in the header. All other events are ignored. */
    private static final Map<String, Function<JsonNode, List<PushNotice>>> READERS = Map.of(
            "push", PushPayloads::refs,
            "Push Hook", PushPayloads::refs,
            "Tag Push Hook", PushPayloads::refs,
            "repo:push", PushPayloads::bitbucketCloud,
            "repo:refs_changed", PushPayloads::bitbucketServer);
    /** GitLab's system hooks, by the event in the body. */
    private static final Map<String, Function<JsonNode, List<PushNotice>>> SYSTEM_HOOKS = Map.of(
            "push", PushPayloads::refs,
            "tag_push", PushPayloads::refs,
            "repository_update", PushPayloads::repositoryUpdate);

    private static final Map<String, Function<JsonNode, List<PushNotice>>> AZURE =
            Map.of("git.push", PushPayloads::azure);

    private PushWebhooks() {}

    /**
     * Verifies a request, then reads it.
     *
     * @param headers with lower-case names
     * @param secrets any of them may be used, so that a secret can be replaced without losing a push
     */
    public static WebhookVerdict verify(Map<String, String> headers, byte[] body, List<String> secrets) {
        Optional<WebhookVerdict> refusal = refusal(headers, secrets);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!WebhookProofs.of(headers).match(body, secrets)) {
            return new WebhookVerdict.Forged();
        }
        return read(headers, json(headers, body));
    }

    /** Returns the verdict if the headers alone are enough to reject the request, whatever its body is. */
    static Optional<WebhookVerdict> refusal(Map<String, String> headers, List<String> secrets) {
        WebhookProofs proofs = WebhookProofs.of(headers);
        if (proofs.isEmpty()) {
            return Optional.of(new WebhookVerdict.Unsigned());
        }
        return proofs.needBody() || proofs.match(new byte[0], secrets)
                ? Optional.empty()
                : Optional.of(new WebhookVerdict.Forged());
    }

    private static byte[] json(Map<String, String> headers, byte[] body) {
        boolean form = headers.getOrDefault("content-type", "")
                .toLowerCase(Locale.ROOT)
                .startsWith(FORM);
        return form ? FormPayload.decode(body).orElse(body) : body;
    }

    private static WebhookVerdict read(Map<String, String> headers, byte[] json) {
        Optional<String> event = EVENT_HEADERS.stream()
                .filter(headers::containsKey)
                .map(headers::get)
                .findFirst()
                .or(() -> headers.containsKey("x-signature") ? Optional.of("push") : Optional.empty());
        if (event.isPresent()) {
            return event.get().equals("System Hook")
                    ? readNamed(json, "event_name", SYSTEM_HOOKS)
                    : read(json, event.get(), READERS.get(event.get()));
        }
        // Azure DevOps sends its event in the body only.
        return headers.containsKey("authorization")
                ? readNamed(json, "eventType", AZURE)
                : new WebhookVerdict.Ignored("no event header");
    }

    /** Reads a body whose event is one of its own fields. */
    private static WebhookVerdict readNamed(
            byte[] json, String field, Map<String, Function<JsonNode, List<PushNotice>>> readers) {
        NeededFields.Fields fields = PushPayloads.FIELDS.read(json);
        JsonNode event = fields.values().path(field);
        return event.isTextual()
                ? read(fields, event.asText(), readers.get(event.asText()))
                : new WebhookVerdict.Malformed(fields.fault().orElse("the payload has no " + field));
    }

    private static WebhookVerdict read(
            byte[] json, String event, @Nullable Function<JsonNode, List<PushNotice>> reader) {
        return reader == null ? ignored(event) : read(PushPayloads.FIELDS.read(json), event, reader);
    }

    private static WebhookVerdict read(
            NeededFields.Fields fields, String event, @Nullable Function<JsonNode, List<PushNotice>> reader) {
        if (reader == null) {
            return ignored(event);
        }
        if (!fields.values().isObject()) {
            return new WebhookVerdict.Malformed(fields.fault().orElse("the payload is not a JSON object"));
        }
        try {
            return new WebhookVerdict.Accepted(reader.apply(fields.values()));
        } catch (IllegalArgumentException e) {
            return new WebhookVerdict.Malformed(fields.fault().orElse(String.valueOf(e.getMessage())));
        }
    }

    private static WebhookVerdict ignored(String event) {
        return new WebhookVerdict.Ignored("event " + event.substring(0, Math.min(event.length(), MAX_EVENT)));
    }
}
