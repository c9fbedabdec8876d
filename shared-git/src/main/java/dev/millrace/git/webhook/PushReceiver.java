package dev.millrace.git.webhook;

import dev.millrace.git.GitUnavailable;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Handles push webhooks, in the same way for each service: verify, store, count, answer. */
public final class PushReceiver {
    private static final System.Logger LOG = System.getLogger(PushReceiver.class.getName());

    /**
     * An answer to a webhook.
     *
     * @param status the HTTP status; 503 asks the sender to deliver again
     * @param line a line for the host's delivery log
     */
    public record Answer(int status, String line) {}

    private final List<String> secrets;
    private final Consumer<String> failed;
    private final Consumer<String> ignored;

    /**
     * A receiver, which is off without a secret.
     *
     * @param secrets the secrets of webhooks; more than one while a secret is being replaced
     * @param failed counts failures, by a constant word
     * @param ignored counts ignored deliveries, by a constant word
     */
    public PushReceiver(List<String> secrets, Consumer<String> failed, Consumer<String> ignored) {
        this.secrets = List.copyOf(secrets);
        this.failed = failed;
        this.ignored = ignored;
    }

    /**
     * Handles a delivery.
     *
     * @param headers the headers, with names in any case
     * @param store stores the consequences of a notice and returns true if there were any; throws {@link UncheckedIOException} if it cannot do so
     *     now
     */
    public Answer receive(Map<String, List<String>> headers, byte[] body, Predicate<PushNotice> store) {
        return switch (PushWebhooks.verify(lowerCase(headers), body, secrets)) {
            case WebhookVerdict.Unsigned unsigned -> rejected(401, "unsigned", "the delivery is not signed");
            case WebhookVerdict.Forged forged -> rejected(401, "forged", "the signature does not match the body");
            case WebhookVerdict.Malformed malformed -> rejected(400, "malformed", malformed.reason());
            case WebhookVerdict.Ignored other -> {
                ignored.accept("webhook-event");
                yield new Answer(202, "ignored: " + other.reason());
            }
            case WebhookVerdict.Accepted accepted -> storeAll(accepted.pushes(), store);
        };
    }

    private Answer rejected(int status, String reason, String line) {
        failed.accept("webhook-" + reason);
        return new Answer(status, line);
    }

    private Answer storeAll(List<PushNotice> notices, Predicate<PushNotice> store) {
        try {
            long stored = 0;
            for (PushNotice notice : notices) {
                stored += store.test(notice) ? 1 : 0;
            }
            return new Answer(202, stored + " of " + notices.size() + " ref changes stored");
        } catch (GitUnavailable e) {
            failed.accept("git-webhook");
            return redelivery("the repository is temporarily unavailable; deliver again", e);
        } catch (UncheckedIOException e) {
            return redelivery("Kafka is unavailable; nothing was stored, deliver again", e);
        }
    }

    private static Answer redelivery(String line, UncheckedIOException why) {
        LOG.log(System.Logger.Level.WARNING, "webhook postponed: error={0}", why.getMessage());
        return new Answer(503, line);
    }

    private static Map<String, String> lowerCase(Map<String, List<String>> headers) {
        Map<String, String> all = new HashMap<>();
        headers.forEach((name, values) -> all.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return all;
    }
}
