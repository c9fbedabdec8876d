package dev.millrace.git.webhook;

import dev.millrace.git.GitUnavailable;
import dev.millrace.git.webhook.body.BodyBudget;
import dev.millrace.git.webhook.body.BodyLimits;
import dev.millrace.git.webhook.body.BodyReader;
import dev.millrace.git.webhook.body.ReceivedBody;
import dev.millrace.git.webhook.rate.RateLimits;
import dev.millrace.git.webhook.rate.SenderAddress;
import dev.millrace.git.webhook.rate.SenderRates;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Handles push webhooks, in the same way for each service: admit, read, verify, store, count, answer. */
public final class PushReceiver {
    private static final System.Logger LOG = System.getLogger(PushReceiver.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /**
     * A request.
     *
     * @param headers with names in any case
     * @param address the network address of the sender
     * @param body not read yet
     */
    public record Request(Map<String, List<String>> headers, String address, InputStream body) {}

    /**
     * An answer to a webhook.
     *
     * @param status the HTTP status; 429 and 503 ask the sender to deliver again
     * @param line a line for the host's delivery log
     * @param retryAfter when to deliver again
     * @param isRead false if the body was not read to its end, so that the connection can't be used for another request
     */
    public record Answer(int status, String line, Optional<Duration> retryAfter, boolean isRead) {
        Answer(int status, String line) {
            this(status, line, Optional.empty(), true);
        }

        private Answer retriedAfter(Duration pause) {
            return new Answer(status, line, Optional.of(pause), isRead);
        }

        private Answer unread() {
            return new Answer(status, line, retryAfter, false);
        }
    }

    /**
     * The settings of a receiver.
     *
     * @param secrets the secrets of webhooks; more than one while a secret is being replaced; without one the receiver is off
     */
    public record Settings(List<String> secrets, BodyLimits bodies, RateLimits rates) {
        public Settings {
            secrets = List.copyOf(secrets);
        }

        @Override
        public String toString() {
            return "Settings[" + secrets.size() + " secrets, " + bodies + ", " + rates + "]";
        }
    }

    private final List<String> secrets;
    private final BodyReader bodies;
    private final BodyBudget budget;
    private final SenderRates rates;
    private final Consumer<String> failed;
    private final Consumer<String> ignored;

    /**
     * A receiver.
     *
     * @param nanoTime a clock such as {@link System#nanoTime()}
     * @param failed counts failures, by a constant word
     * @param ignored counts ignored deliveries, by a constant word
     */
    public PushReceiver(Settings settings, LongSupplier nanoTime, Consumer<String> failed, Consumer<String> ignored) {
        this.secrets = settings.secrets();
        this.bodies = new BodyReader(settings.bodies(), nanoTime);
        this.budget = new BodyBudget(settings.bodies().maxBytesInFlight());
        this.rates = new SenderRates(settings.rates(), nanoTime);
        this.failed = failed;
        this.ignored = ignored;
    }

    /** Returns true if there is a secret. Without one every delivery is answered with 404. */
    public boolean isOn() {
        return !secrets.isEmpty();
    }

    /** Handles a delivery. */
    public Answer receive(Request request, PushStore store) {
        Map<String, String> headers = lowerCase(request.headers());
        SenderAddress sender = SenderAddress.of(request.address());
        OptionalLong declared = declaredLength(headers);
        Optional<Answer> refusal = refusal(headers, sender, declared);
        if (refusal.isPresent()) {
            return refusal.get().unread();
        }
        try (BodyBudget.Share share = budget.share(rates.isVerified(sender))) {
            return switch (bodies.read(request.body(), declared, share)) {
                case ReceivedBody.Complete body -> verify(headers, sender, body.bytes(), store);
                case ReceivedBody.TooLarge large -> tooLarge().unread();
                case ReceivedBody.OverBudget over ->
                    rejected(503, "busy", "too many deliveries at once; deliver again")
                            .retriedAfter(RETRY_AFTER)
                            .unread();
                case ReceivedBody.Incomplete incomplete ->
                    rejected(408, "incomplete", "the body did not arrive in time")
                            .unread();
            };
        }
    }

    /** Returns the answer to a request that is refused before its body is read. */
    private Optional<Answer> refusal(Map<String, String> headers, SenderAddress sender, OptionalLong declared) {
        if (!isOn()) {
            return Optional.of(rejected(404, "off", "webhooks are off: no secret is configured"));
        }
        Optional<Duration> pause = rates.admit(sender);
        if (pause.isPresent()) {
            return Optional.of(slowDown("too many requests from this address", pause.get()));
        }
        if (bodies.isTooLarge(declared)) {
            return Optional.of(tooLarge());
        }
        return PushWebhooks.refusal(headers, secrets).map(verdict -> answer(verdict, sender, notices -> 0));
    }

    private Answer verify(Map<String, String> headers, SenderAddress sender, byte[] body, PushStore store) {
        return answer(PushWebhooks.verify(headers, body, secrets), sender, store);
    }

    private Answer answer(WebhookVerdict verdict, SenderAddress sender, PushStore store) {
        switch (verdict) {
            case WebhookVerdict.Unsigned unsigned -> rates.reject(sender);
            case WebhookVerdict.Forged forged -> rates.reject(sender);
            case WebhookVerdict.Malformed malformed -> rates.verify(sender);
            case WebhookVerdict.Ignored other -> rates.verify(sender);
            case WebhookVerdict.Accepted accepted -> rates.verify(sender);
        }
        return switch (verdict) {
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

    private Answer tooLarge() {
        return rejected(413, "too-large", "the body is too large");
    }

    private Answer slowDown(String why, Duration pause) {
        return rejected(429, "rate", why + "; deliver again").retriedAfter(pause);
    }

    private Answer storeAll(List<PushNotice> notices, PushStore store) {
        Optional<Duration> pause = notices.stream()
                .findFirst()
                .flatMap(notice -> rates.admitRepository(notice.repository().value()));
        if (pause.isPresent()) {
            return slowDown("too many deliveries for this repository", pause.get());
        }
        try {
            return new Answer(202, store.store(notices) + " of " + notices.size() + " ref changes stored");
        } catch (GitUnavailable e) {
            failed.accept("git-webhook");
            return redelivery("the repository is temporarily unavailable; deliver again", e);
        } catch (UncheckedIOException e) {
            return redelivery("Kafka is unavailable; deliver again", e);
        }
    }

    private static Answer redelivery(String line, UncheckedIOException why) {
        LOG.log(System.Logger.Level.WARNING, "webhook postponed: error={0}", why.getMessage());
        return new Answer(503, line).retriedAfter(RETRY_AFTER);
    }

    private static OptionalLong declaredLength(Map<String, String> headers) {
        try {
            return headers.containsKey("content-length")
                    ? OptionalLong.of(
                            Long.parseLong(headers.get("content-length").strip()))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static Map<String, String> lowerCase(Map<String, List<String>> headers) {
        Map<String, String> all = new HashMap<>();
        headers.forEach((name, values) -> all.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return all;
    }
}
