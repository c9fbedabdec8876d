package dev.millrace.acceptance.attack;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.acceptance.OpenShop;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.AttackFigures;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.services.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills of each service in turn, amid poison, forged events and hostile repositories: each push is delivered once. */
@Tag("attack")
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class KillsUnderAttackIT {
    private static final int ROUNDS = 4 * Integer.getInteger("millrace.rounds", 2);

    private final OpenShop shop = OpenShop.shop();
    private final Random random = new Random(AttackFigures.seed());
    private final List<String> lost = new ArrayList<>();
    private final List<String> doubled = new ArrayList<>();

    @Test
    void noPushIsLostOrDeliveredTwice() throws Exception {
        Answers answers = Answers.NONE;
        List<String> exits = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ServiceProcess killed = shop.delivery.services().get(round % 4);
            CommitId pushed;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Answers>> attacks = attack(threads);
                pushed = shop.pushApplication();
                killed.kill();
                killed.start();
                Vitals vitals = new Vitals(shop.delivery.services());
                awaitDelivered(pushed);
                for (Future<Answers> one : attacks) {
                    answers = answers.plus(one.get());
                }
                exits.addAll(vitals.exits());
                exits.addAll(vitals.endedThreads());
            }
        }

        AttackFigures.print(
                "kills under attack",
                ROUNDS + " kills, " + answers + ", " + lost.size() + " lost, " + doubled.size() + " doubled, "
                        + exits.size() + " exits");
        assertAll(
                () -> assertEquals(List.of(), lost),
                () -> assertEquals(List.of(), doubled),
                () -> assertEquals(List.of(), exits));
    }

    private List<Future<Answers>> attack(ExecutorService threads) {
        Attacks all = Attacks.attacks();
        List<Future<Answers>> running = new ArrayList<>();
        for (List<Attack> some : List.of(all.policies(), all.builds(), all.records())) {
            Attack attack = some.get(random.nextInt(some.size()));
            Random own = new Random(random.nextLong());
            running.add(threads.submit(() -> attack.run(2, own)));
        }
        return running;
    }

    private void awaitDelivered(CommitId pushed) {
        Predicate<PublishedEvent> ofPush = event -> event.at("/source/commit").equals(pushed.value());
        Optional<PublishedEvent> built = shop.tap.await(Topic.IMAGE_BUILT, ofPush, OpenShop.TIMEOUT);
        Predicate<PublishedEvent> ofImage = event ->
                built.isPresent() && isUpdateOfTheShop(event, built.get().chain());
        Optional<PublishedEvent> committed = shop.tap.await(Topic.CONFIG_COMMITTED, ofImage, OpenShop.TIMEOUT);
        Predicate<PublishedEvent> ofCommit = event -> committed.isPresent()
                && event.isAbout(LocalDelivery.CLUSTER + "/shop-staging/web")
                && event.at("/revision").equals(committed.get().at("/commit"))
                && event.at("/outcome").equals("Succeeded");
        Optional<PublishedEvent> synced = shop.tap.await(Topic.SYNC_COMPLETED, ofCommit, OpenShop.TIMEOUT);
        if (synced.isEmpty()) {
            lost.add(pushed + ": built " + built.isPresent() + ", committed " + committed.isPresent());
        }
        count(Topic.IMAGE_BUILT, ofPush, pushed);
        count(Topic.CONFIG_COMMITTED, ofImage, pushed);
        count(Topic.SYNC_COMPLETED, ofCommit, pushed);
    }

    private static boolean isUpdateOfTheShop(PublishedEvent event, String chain) {
        return event.chain().equals(chain)
                && event.at("/repository").endsWith("/" + LocalDelivery.CONFIG_REPOSITORY)
                && event.at("/origin").equals("update");
    }

    private void count(Topic topic, Predicate<PublishedEvent> expected, CommitId pushed) {
        int ids = shop.ids(topic, expected).size();
        if (ids > 1) {
            doubled.add(pushed + ": " + ids + " in " + topic.topicName());
        }
    }
}
