package dev.millrace.acceptance.attack;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.acceptance.OpenShop;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.AttackFigures;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.GitWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One input of each kind that takes no time to send, at once: the short form of {@link NeighbourIT}. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class HostileInputsIT {
    private static final String OTHER_REPOSITORY = "mono-two/app";
    private static final String BRANCH = "hostile";

    private final OpenShop shop = OpenShop.shop();
    private final Neighbour neighbour = new Neighbour(shop);

    @Test
    void oneOfEachKindEndsNoServiceAndTheNeighbourIsDelivered() throws Exception {
        Attacks attacks = Attacks.attacks();
        Vitals vitals = new Vitals(shop.delivery.services());
        List<Future<Answers>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            attacks.bySender().forEach(some -> running.add(threads.submit(() -> oneOfEach(some))));

            neighbour.deliver(Attack.Delivery.IMAGE);
            neighbour.deliver(Attack.Delivery.CONFIGURATION);
        }

        Answers answers = Answers.NONE;
        for (Future<Answers> one : running) {
            answers = answers.plus(one.get());
        }
        Answers all = answers;
        List<String> ended = vitals.endedThreads();
        assertAll(
                () -> assertEquals(List.of(), vitals.exits()),
                () -> assertEquals(List.of(), ended),
                () -> assertEquals(0, all.open(), all::toString),
                () -> assertTrue(all.refused() > attacks.all().size() / 2, all::toString));
    }

    @Test
    void anImageNameOfAnotherRepositoryIsNotPushed() {
        String image = shop.registry() + "/shop/web";
        GitWorkspace workspace = shop.delivery.gitHost().workspace();

        CommitId commit = workspace.push(
                OTHER_REPOSITORY,
                BRANCH,
                Map.of(
                        "Dockerfile",
                        "FROM scratch\nCOPY Dockerfile /\n",
                        ".millrace/build.yaml",
                        "tagPattern: stolen\nimages: [{name: '" + image + "'}]\n"),
                "Take the shop's name");

        PublishedEvent failed =
                shop.await(Topic.BUILD_FAILED, event -> event.at("/commit").equals(commit.value()));
        assertTrue(failed.at("/reason").contains("this repository may not push it"), failed.at("/reason"));
        workspace.deleteBranch(OTHER_REPOSITORY, BRANCH);
    }

    private static Answers oneOfEach(List<Attack> attacks) throws Exception {
        Answers answers = Answers.NONE;
        for (Attack attack : attacks) {
            if (!isLong(attack)) {
                answers = answers.plus(attack.run(1, new Random(AttackFigures.seed())));
            }
        }
        return answers;
    }

    /** Large files take long to push, and a long spec may take an attempt of the agent or two. */
    private static boolean isLong(Attack attack) {
        return attack.name().endsWith("/blob") || attack.name().endsWith("/length");
    }
}
