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
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.process.JvmState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is announced and built of a repository: by several instances on one broker, with commits of ours in it, and after a force push. */
@QuarkusTest
@TestProfile(BuilderProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class PollIT extends DeliveryFixture {
    private static final GitRef MAIN = GitRef.branch("main");

    @SuppressWarnings("NullAway.Init")
    @Inject
    SourcePoll poll;

    @SuppressWarnings("NullAway.Init")
    @Inject
    SourceRepositories repositories;

    @SuppressWarnings("NullAway.Init")
    @Inject
    EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Test
    void ofANewRepositoryTheDefaultBranchAndTheNewestVersionAreBuiltAndIdleInstancesPublishNothing() {
        GitWorkspace workspace = workspace("onboarded");
        CommitId first = delivery.push("onboarded", simple("onboarded", "1"));
        List.of("v1.9.0", "v1.10.0", "stable").forEach(tag -> workspace.tag("shop/onboarded", "main", tag));
        workspace.push("shop/onboarded", "old", Map.of("page", "old"), "An old branch");
        SourceRepository configured = configured("onboarded");

        poll.poll(configured);
        try (SecondInstance another = new SecondInstance("onboarded", publisher, kafka, configured)) {
            another.poll();
            poll.poll(configured);
            another.poll();
        }
        try (SecondInstance emptied = new SecondInstance("onboarded-emptied", publisher, kafka, configured)) {
            emptied.poll();
        }
        CommitId second = delivery.push("onboarded", Map.of("page", "2"));
        poll.poll(configured);

        // The key's events have one order: all of the earlier ones have arrived.
        delivery.event(Topic.SOURCE_CHANGED, ofCommit(second));
        List<PublishedEvent> all = delivery.seen(Topic.SOURCE_CHANGED, ofRepository("onboarded"));
        assertThat(all)
                .filteredOn(event -> !event.value().has("observation"))
                .extracting(event -> event.at("/ref") + " " + event.at("/after"))
                .containsExactly("refs/heads/main " + first, "refs/tags/v1.10.0 " + first, "refs/heads/main " + second);
        assertThat(all).filteredOn(event -> event.value().has("observation")).hasSize(1);
        delivery.event(
                Topic.IMAGE_BUILT, ofCommit(first).and(event -> event.at("/tag").equals("v1.10.0")));
        delivery.event(Topic.IMAGE_BUILT, ofCommit(second));
    }

    @Test
    void aUsersCommitBelowOneOfOursIsBuilt() {
        workspace("mixed");
        // An invalid configuration shows which commit is built without a build.
        CommitId users = delivery.push("mixed", Map.of(".millrace/build.yaml", "not: usable"));
        CommitId ours = pushOurs("mixed", users);

        poll.poll(configured("mixed"));

        delivery.event(Topic.SOURCE_CHANGED, ofCommit(ours));
        assertThat(delivery.event(Topic.BUILD_FAILED, ofRepository("mixed")).at("/commit"))
                .isEqualTo(users.value());
    }

    @Test
    void anImageIsAnnouncedAgainAfterAForcePushAndCountsAsNewer() {
        delivery.repository("rewound");
        GitWorkspace workspace = Testbed.shared().gitHost().workspace();
        CommitId first = workspace.push("shop/rewound", "main", simple("rewound", "1"), "One");
        PublishedEvent before = delivery.event(Topic.IMAGE_BUILT, ofCommit(first));
        CommitId second = workspace.push("shop/rewound", "main", Map.of("page", "2"), "Two");
        delivery.event(Topic.IMAGE_BUILT, ofCommit(second));

        workspace.forcePush("shop/rewound", "main", first);

        PublishedEvent again =
                delivery.event(Topic.IMAGE_BUILT, ofCommit(first).and(event -> !event.at("/source/rewoundAt")
                        .isEmpty()));
        assertThat(again.id()).isNotEqualTo(before.id());
        assertThat(again.at("/digest")).isEqualTo(before.at("/digest"));
        CommitId third = workspace.push("shop/rewound", "main", Map.of("page", "3"), "Three");
        PublishedEvent next = delivery.event(Topic.IMAGE_BUILT, ofCommit(third));
        assertThat(next.at("/source/rewoundAt")).isEqualTo(again.at("/source/rewoundAt"));
        assertThat(next.at("/source/sequence")).isEqualTo("2");
    }

    private static GitWorkspace workspace(String name) {
        Testbed.shared().gitHost().createRepository("shop/" + name);
        return Testbed.shared().gitHost().workspace();
    }

    private static Predicate<PublishedEvent> ofRepository(String name) {
        return event -> event.key().endsWith("/shop/" + name);
    }

    private CommitId pushOurs(String name, CommitId parent) {
        GitHost host = Testbed.shared().gitHost();
        Remote remote = Remote.of(host.url("shop/" + name), new Credentials.Basic(host.user(), host.password()));
        Person millrace = new Person("Millrace", "millrace@millrace.dev");
        try (Mirror mirror = Mirror.open(JvmState.directory("ours-" + name), remote)) {
            mirror.fetch(MAIN);
            CommitId commit = mirror.write(new CommitDraft(
                    Optional.of(parent),
                    Map.of("deploy.yaml", "image: 1".getBytes(StandardCharsets.UTF_8)),
                    Set.of(),
                    millrace,
                    millrace,
                    Instant.parse("2026-11-23T01:00:00Z"),
                    "Set the image\n\nMillrace-Event: 0f5b1e0a-3c1d-5e1f-8a2b-3c4d5e6f7a8b\n"));
            mirror.push(MAIN, Optional.of(parent), commit);
            return commit;
        }
    }

    private SourceRepository configured(String name) {
        return repositories.all().stream()
                .filter(repository -> repository.id().shortName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> simple(String name, String page) {
        return Map.of(
                ".millrace/build.yaml",
                "images: [{name: \"" + delivery.image(name) + "\"}]",
                "Dockerfile",
                "FROM scratch\nCOPY page /page\n",
                "page",
                page);
    }
}
