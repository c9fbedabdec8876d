package dev.millrace.bench.build;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.testbed.delivery.BaseImage;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A project whose dependencies take ten seconds and 64 MB, and of which only a source file changes: the time from the end of the push to the event of the
 * image. The limit is {@code buildctl} on the same daemon.
 */
public final class BuildCached implements Measurement {
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 15;

    @Override
    public String name() {
        return "build-cached";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws IOException, InterruptedException {
        String dockerfile = """
                FROM %s
                RUN sleep 10 && head -c 67108864 /dev/urandom > /dependencies
                COPY src /src
                """.formatted(BaseImage.push(delivery.registry().host(), JvmState.directory("base-image")));
        try (PushedBuilds builds = PushedBuilds.of(delivery, name(), dockerfile)) {
            PairedBuilds paired = PairedBuilds.of(delivery, builds, dockerfile, WARM_UP, ROUNDS);
            results.accept(Measured.of(name() + "/limit", "ms", paired.engineMillis()));
            results.accept(Measured.of(name(), "ms", paired.millis(PushedBuilds.Times::millisSincePush))
                    .comparedWith(name() + "/limit"));
            paired.stages().since(name(), results);
        }
    }
}
