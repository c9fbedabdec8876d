package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sync of 200 objects survives the kill of any part: no object is missing or left over, and no event is published twice. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class HerdIT {
    private static final int ROUNDS = Integer.getInteger("millrace.rounds", 3);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(2);

    private static final class Herds {
        static final Herd AGENT_KILLED = Herd.open(OpenShop.shop(), "herd-killed");
        static final Herd DEPENDENCY_KILLED = Herd.open(OpenShop.shop(), "herd-dependency-killed");
    }

    private final OpenShop shop = OpenShop.shop();
    private final LocalDelivery delivery = shop.delivery;

    static IntStream rounds() {
        return IntStream.rangeClosed(1, ROUNDS);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void survivesAKillOfTheAgentAtEachStep(int round) {
        Herd herd = Herds.AGENT_KILLED;
        CommitId commit;
        try (Herd.Progress progress = herd.new Progress(round)) {
            commit = herd.push(round);
            // spread over the whole sync, including the last step
            await().pollInterval(POLL_INTERVAL)
                    .atMost(OpenShop.TIMEOUT)
                    .until(() -> progress.hasReached(round * Herd.STEPS / ROUNDS));
            delivery.agent().kill();
        }

        delivery.agent().start();

        herd.awaitConverged(commit, round);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void survivesAKillOfADependencyAtARandomStep(int round) {
        Herd herd = Herds.DEPENDENCY_KILLED;
        int step = new Random(round).nextInt(Herd.STEPS);
        CommitId commit;
        try (Herd.Progress progress = herd.new Progress(round)) {
            commit = herd.push(round);
            await().pollInterval(POLL_INTERVAL).atMost(OpenShop.TIMEOUT).until(() -> progress.hasReached(step));
            killAndStart(round);
        }

        herd.awaitConverged(commit, round);
    }

    private void killAndStart(int round) {
        switch (round % 3) {
            case 0 -> {
                delivery.kafka().kill();
                delivery.kafka().start();
            }
            case 1 -> {
                delivery.cluster().killApiServer();
                delivery.cluster().startApiServer();
            }
            default -> {
                delivery.gitHost().kill();
                delivery.gitHost().start();
            }
        }
    }
}
