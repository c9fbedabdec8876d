package dev.millrace.acceptance.attack;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.acceptance.OpenShop;
import dev.millrace.testbed.AttackFigures;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deliveries of a neighbour, in turns with and without an attack on the services that deliver them. */
@Tag("attack")
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class NeighbourIT {
    private static final int ROUNDS = Integer.getInteger("millrace.rounds", 3);
    private static final int DELIVERIES = 3;
    private static final int MAX_DELIVERIES = 10;

    private final OpenShop shop = OpenShop.shop();
    private final Neighbour neighbour = new Neighbour(shop);

    static List<Attack> attacks() {
        return Attacks.attacks().all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void isDeliveredWhileTheServicesAnswerEachHostileInput(Attack attack) throws Exception {
        Random random = new Random(AttackFigures.seed() ^ attack.name().hashCode());
        Vitals vitals = new Vitals(shop.delivery.services());
        Measurements times = new Measurements();
        Answers answers = Answers.NONE;
        neighbour.deliver(attack.delivery());
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < DELIVERIES; i++) {
                times.addNormal(neighbour.deliver(attack.delivery()));
            }
            answers = answers.plus(attackBesideDeliveries(attack, random, times));
        }

        List<String> exits = vitals.exits();
        List<String> ended = vitals.endedThreads();
        AttackFigures.print(
                attack.name(),
                answers + ", " + exits.size() + " exits, " + ended.size() + " ended threads, neighbour " + times);
        int open = answers.open();
        assertAll(
                () -> assertEquals(List.of(), exits),
                () -> assertEquals(List.of(), ended),
                () -> assertEquals(0, open, "inputs without a result"));
    }

    private Answers attackBesideDeliveries(Attack attack, Random random, Measurements times) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answers> answers = threads.submit(() -> attack.run(attack.inputs(), random));
            int deliveries = 0;
            do {
                times.addAttacked(neighbour.deliver(attack.delivery()));
                deliveries++;
            } while (!answers.isDone() && deliveries < MAX_DELIVERIES);
            return answers.get();
        }
    }
}
