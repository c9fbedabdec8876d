package dev.millrace.bench.intake;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Push webhooks at a steady rate beside 10,000 slow, large and many-signature requests of senders who know no secret. The limit is the same rate
 * without them.
 */
public final class PushesBesideStrangers implements Measurement {
    private static final int PER_SECOND = 50;
    private static final int SECONDS = 30;
    private static final int STRANGERS = 10_000;

    @Override
    public String name() {
        return "intake/beside-strangers";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        int warmUp = 10 * PER_SECOND;
        int measured = SECONDS * PER_SECOND;
        URI webhook = delivery.builder().webhooks().resolve("git");
        results.accept(Measured.of(
                name() + "/limit", "ms", new SignedPushes(delivery, "quiet", PER_SECOND).millis(warmUp, measured)));
        Strangers strangers = new Strangers(webhook);
        Thread attack = Thread.ofPlatform()
                .name("strangers")
                .start(() -> strangers.send(STRANGERS, Duration.ofSeconds(SECONDS)));
        List<Double> millis = new SignedPushes(delivery, "beside", PER_SECOND).millis(0, measured);
        attack.join();
        results.accept(Measured.of(name(), "ms", millis).comparedWith(name() + "/limit"));
        strangers
                .answers()
                .forEach((status, count) -> results.accept(Measured.of(name() + "/answered-" + status, "", count)));
    }
}
