package dev.millrace.acceptance.attack;

import dev.millrace.acceptance.OpenShop;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.GitWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A developer of the neighbour's application: pushes branches, each with a hostile build configuration. */
final class BuildSender {
    private static final String PREFIX = "hostile-";

    private final OpenShop shop;
    private final GitWorkspace workspace;
    private int branches;

    /** Makes the files of a branch. */
    @FunctionalInterface
    interface Generator {
        Map<String, byte[]> files(Random random);
    }

    BuildSender(OpenShop shop) {
        this.shop = shop;
        workspace = shop.delivery.gitHost().workspace();
    }

    /** Pushes branches, waits until the build of each has ended, and deletes them. */
    Answers send(int inputs, Random random, Generator generator) {
        List<CommitId> commits = new ArrayList<>();
        int first = branches;
        for (int i = 0; i < inputs; i++) {
            String branch = PREFIX + branches++;
            commits.add(workspace.pushAny(
                    LocalDelivery.APP_REPOSITORY,
                    branch,
                    generator.files(random),
                    Map.of(),
                    Set.of(),
                    "Be hostile on " + branch));
        }
        Answers answers = Answers.NONE;
        for (CommitId commit : commits) {
            answers = answers.plus(awaitEnd(commit));
        }
        for (int i = first; i < branches; i++) {
            workspace.deleteBranch(LocalDelivery.APP_REPOSITORY, PREFIX + i);
        }
        return answers;
    }

    private Answers awaitEnd(CommitId commit) {
        Optional<PublishedEvent> failed = shop.tap.await(
                Topic.BUILD_FAILED, event -> event.at("/commit").equals(commit.value()), OpenShop.TIMEOUT);
        if (failed.isPresent()) {
            return Answers.REFUSED;
        }
        return shop.tap.events(Topic.IMAGE_BUILT).stream()
                        .anyMatch(event -> event.at("/source/commit").equals(commit.value()))
                ? Answers.ACCEPTED
                : Answers.OPEN;
    }
}
