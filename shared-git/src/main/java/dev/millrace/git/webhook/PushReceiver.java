package dev.millrace.git.webhook;

import dev.millrace.git.GitUnavailable;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What becomes of a push webhook, the same in each service that has some: verified, taken, counted, answered. */
public final class PushReceiver {
    private static final System.Logger LOG = System.getLogger(PushReceiver.class.getName());

    /**
     * What to answer.
     *
     * @param status an HTTP status; with 503 the sender is to come again
     * @param line for the person who reads the host's delivery log
     */
    public record Answer(int status, String line) {}

    private final List<String> secrets;
    private final Consumer<String> failed;
    private final Consumer<String> ignored;

    /**
     * A receiver, which is off without a secret.
     *
     * @param secrets that a webhook may be signed with; several while one is being replaced
     * @param failed counts failures, by one of a few constant words
     * @param ignored counts what is left alone, likewise
     */
    public PushReceiver(List<String> secrets, Consumer<String> failed, Consumer<String> ignored) {
        this.secrets = List.copyOf(secrets);
        this.failed = failed;
        this.ignored = ignored;
    }

    /**
     * Takes a delivery.
     *
     * @param headers with names in any case
     * @param take stores what a notice leads to, and says whether there was something to store; throws {@link UncheckedIOException} if it
     *     can't now
     */
    public Answer receive(Map<String, List<String>> headers, byte[] body, Predicate<PushNotice> take) {
        return switch (PushWebhooks.verify(lowerCase(headers), body, secrets)) {
            case WebhookVerdict.Unsigned unsigned -> refused(401, "unsigned", "the delivery is not signed");
            case WebhookVerdict.Forged forged -> refused(401, "forged", "the signature does not fit the body");
            case WebhookVerdict.Malformed malformed -> refused(400, "malformed", malformed.reason());
            case WebhookVerdict.Ignored other -> {
                ignored.accept("webhook-event");
                yield new Answer(202, "ignored: " + other.reason());
            }
            case WebhookVerdict.Accepted accepted -> taken(accepted.pushes(), take);
        };
    }

    private Answer refused(int status, String reason, String line) {
        failed.accept("webhook-" + reason);
        return new Answer(status, line);
    }

    private Answer taken(List<PushNotice> notices, Predicate<PushNotice> take) {
        try {
            long stored = 0;
            for (PushNotice notice : notices) {
                stored += take.test(notice) ? 1 : 0;
            }
            return new Answer(202, stored + " of " + notices.size() + " ref changes stored");
        } catch (GitUnavailable e) {
            failed.accept("git-webhook");
            return later("the repository can't be read now; deliver again", e);
        } catch (UncheckedIOException e) {
            return later("Kafka is away; nothing was stored, deliver again", e);
        }
    }

    private static Answer later(String line, UncheckedIOException why) {
        LOG.log(System.Logger.Level.WARNING, "webhook refused for now: why={0}", why.getMessage());
        return new Answer(503, line);
    }

    private static Map<String, String> lowerCase(Map<String, List<String>> headers) {
        Map<String, String> all = new HashMap<>();
        headers.forEach((name, values) -> all.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return all;
    }
}
