package dev.millrace.bench.build;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.GitWorkspace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Builds of a branch of its own in the application's repository, each from a push of one file. */
final class PushedBuilds implements AutoCloseable {
    /** The file that each push changes. */
    static final String FILE = "src/page.txt";

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final String branch;
    private final Map<String, String> files;
    private final GitWorkspace workspace;
    private final EventTap tap;

    private PushedBuilds(LocalDelivery delivery, String branch, Map<String, String> files) {
        this.branch = branch;
        this.files = files;
        this.workspace = delivery.gitHost().workspace();
        this.tap = new EventTap(delivery.kafka().bootstrapServers());
    }

    /**
     * The times of one build, to the millisecond.
     *
     * @param pushed the end of the push
     * @param accepted its event is stored, after which the webhook is answered
     * @param published the event of its image
     */
    record Times(Instant pushed, Instant accepted, Instant published) {
        double millisOfService() {
            return Duration.between(accepted, published).toNanos() / 1e6;
        }

        double millisSincePush() {
            return Duration.between(pushed, published).toNanos() / 1e6;
        }
    }

    /** Prepares the branch with a Dockerfile. The image is named after the branch. */
    static PushedBuilds of(LocalDelivery delivery, String branch, String dockerfile) {
        Map<String, String> files = new TreeMap<>();
        files.put("Dockerfile", dockerfile);
        files.put(
                ".millrace/build.yaml",
                "images: [{name: \"" + delivery.registry().host() + "/bench/" + branch + "\"}]\n");
        return new PushedBuilds(delivery, branch, files);
    }

    /** Pushes the file with this content, and awaits the image. */
    Times build(String content) {
        Map<String, String> all = new TreeMap<>(files);
        all.put(FILE, content);
        CommitId commit = workspace.push(LocalDelivery.APP_REPOSITORY, branch, all, "Change the page");
        Instant pushed = Instant.now();
        PublishedEvent built = await(Topic.IMAGE_BUILT, "/source/commit", commit);
        PublishedEvent accepted = await(Topic.SOURCE_CHANGED, "/after", commit);
        return new Times(pushed, accepted.writtenAt(), built.writtenAt());
    }

    private PublishedEvent await(Topic topic, String pointer, CommitId commit) {
        return tap.await(topic, event -> event.at(pointer).equals(commit.value()), TIMEOUT)
                .orElseThrow(() -> new IllegalStateException("no " + topic.topicName() + " of " + commit + " within "
                        + TIMEOUT + "; build.failed: " + reasons()));
    }

    private String reasons() {
        return tap.events(Topic.BUILD_FAILED).stream()
                .map(event -> event.at("/reason"))
                .toList()
                .toString();
    }

    /** Later measurements don't find the branch. */
    @Override
    public void close() {
        tap.close();
        workspace.deleteBranch(LocalDelivery.APP_REPOSITORY, branch);
    }
}
