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

/** Whatever ends in the middle of a sync of 200 objects: nothing is lost, nothing left over, nothing told twice. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class HerdIT {
    private static final int ROUNDS = Integer.getInteger("millrace.rounds", 3);
    private static final Duration LOOK = Duration.ofMillis(2);

    private static final class Herds {
        static final Herd KILLED = Herd.open(OpenShop.shop(), "herd-killed");
        static final Herd BEREFT = Herd.open(OpenShop.shop(), "herd-bereft");
    }

    private final OpenShop shop = OpenShop.shop();
    private final LocalDelivery delivery = shop.delivery;

    static IntStream rounds() {
        return IntStream.rangeClosed(1, ROUNDS);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void theAgentIsKilledAtEachStep(int round) {
        Herd herd = Herds.KILLED;
        CommitId commit;
        try (Herd.Progress progress = herd.new Progress(round)) {
            commit = herd.push(round);
            // spread over the whole way, its last step included
            await().pollInterval(LOOK)
                    .atMost(OpenShop.PATIENCE)
                    .until(() -> progress.hasCome(round * Herd.STEPS / ROUNDS));
            delivery.agent().kill();
        }

        delivery.agent().start();

        herd.awaitConverged(commit, round);
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void whatTheAgentNeedsIsKilledAtRandom(int round) {
        Herd herd = Herds.BEREFT;
        int step = new Random(round).nextInt(Herd.STEPS);
        CommitId commit;
        try (Herd.Progress progress = herd.new Progress(round)) {
            commit = herd.push(round);
            await().pollInterval(LOOK).atMost(OpenShop.PATIENCE).until(() -> progress.hasCome(step));
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
