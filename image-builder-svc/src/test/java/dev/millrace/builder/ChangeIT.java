package dev.millrace.builder;

import static dev.millrace.builder.Delivery.ofCommit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.poll.SourcePoll;
import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.write.CommitDraft;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.process.JvmState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changes that are found late, superseded, made by Millrace, or built after an outage. */
@QuarkusTest
@TestProfile(BuilderProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class ChangeIT extends DeliveryFixture {
    private static final GitRef MAIN = GitRef.branch("main");

    @SuppressWarnings("NullAway.Init")
    @Inject
    SourcePoll poll;

    @SuppressWarnings("NullAway.Init")
    @Inject
    SourceRepositories repositories;

    @Test
    void aPushWhoseWebhookWasLostIsFoundByThePoll() {
        Testbed.shared().gitHost().createRepository("shop/polled");
        CommitId commit = delivery.push("polled", simple("polled", "FROM scratch\nCOPY page /page\n"));

        poll.poll(configured("polled"));

        PublishedEvent built = delivery.event(Topic.IMAGE_BUILT, ofCommit(commit));
        assertThat(built.value().has("tests")).isFalse();
    }

    @Test
    void aSupersededCommitIsNotBuilt() {
        delivery.repository("newer");
        delivery.push("newer", simple("newer", "FROM " + delivery.base() + "\nRUN /bin/sleep 5\n"));
        delivery.event(Topic.SOURCE_CHANGED, event -> event.key().endsWith("/shop/newer"));
        delivery.eventually(() -> assertThat(delivery.get("builds").body()).contains("/shop/newer"));

        CommitId superseded = delivery.push("newer", Map.of("page", "older"));
        CommitId newest = delivery.push("newer", Map.of("page", "newest"));

        PublishedEvent built = delivery.event(Topic.IMAGE_BUILT, ofCommit(newest));
        assertThat(built.at("/source/sequence")).isEqualTo("3");
        assertThat(delivery.seen(Topic.SOURCE_CHANGED, ofCommit(superseded))).hasSize(1);
        assertThat(delivery.seen(Topic.IMAGE_BUILT, ofCommit(superseded))).isEmpty();
        assertThat(delivery.get("builds").body()).doesNotContain(superseded.value());
    }

    @Test
    void aCommitMadeByMillraceIsNotBuilt() {
        delivery.repository("ours");
        GitHost host = Testbed.shared().gitHost();
        Remote remote = Remote.of(host.url("shop/ours"), new Credentials.Basic(host.user(), host.password()));
        Person millrace = new Person("Millrace", "millrace@millrace.dev");

        try (Mirror mirror = Mirror.open(JvmState.directory("ours"), remote)) {
            CommitId commit = mirror.write(new CommitDraft(
                    Optional.empty(),
                    Map.of(".millrace/build.yaml", "not: usable".getBytes(StandardCharsets.UTF_8)),
                    Set.of(),
                    millrace,
                    millrace,
                    Instant.parse("2026-11-23T01:00:00Z"),
                    "Set the image\n\nMillrace-Event: 0f5b1e0a-3c1d-5e1f-8a2b-3c4d5e6f7a8b\n"));
            mirror.push(MAIN, Optional.empty(), commit);

            delivery.event(Topic.SOURCE_CHANGED, ofCommit(commit));
            delivery.eventually(() -> assertThat(delivery.get("q/metrics").body())
                    .contains("millrace_ignored_total{reason=\"own-commit\""));
            assertThat(delivery.seen(Topic.BUILD_FAILED, ofCommit(commit))).isEmpty();
        }
    }

    @Test
    void aBuildWaitsForAnUnavailableRegistry() {
        delivery.repository("outage");
        Testbed.shared().registry().kill();
        CommitId commit;
        try {
            commit = delivery.push("outage", simple("outage", "FROM scratch\nCOPY page /page\n"));
            delivery.event(Topic.SOURCE_CHANGED, ofCommit(commit));
            delivery.eventually(() -> assertThat(delivery.get("q/health/ready").body())
                    .contains("reading the digest of " + delivery.image("outage")));
        } finally {
            Testbed.shared().registry().restart();
        }

        delivery.event(Topic.IMAGE_BUILT, ofCommit(commit));
        assertThat(delivery.seen(Topic.BUILD_FAILED, ofCommit(commit))).isEmpty();
    }

    private SourceRepository configured(String name) {
        return repositories.all().stream()
                .filter(repository -> repository.id().shortName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> simple(String name, String dockerfile) {
        return Map.of(
                ".millrace/build.yaml", "images: [{name: \"" + delivery.image(name) + "\"}]",
                "Dockerfile", dockerfile,
                "page", "hello from " + name + "\n");
    }
}
