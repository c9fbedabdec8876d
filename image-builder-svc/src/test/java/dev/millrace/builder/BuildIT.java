package dev.millrace.builder;

import static dev.millrace.builder.Delivery.ofCommit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.RunningProcesses;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A push becomes an image in the registry and its event, or a failure event with the reason. */
@QuarkusTest
@TestProfile(BuilderProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class BuildIT extends DeliveryFixture {

    @Test
    void aPushBecomesATestedImageInTheRegistryAndItsEvent() {
        delivery.repository("web");

        CommitId commit = delivery.push("web", sources("web", "/bin/grep -q hello /page"));

        PublishedEvent built = delivery.event(Topic.IMAGE_BUILT, ofCommit(commit));
        String tag = commit.shortForm();
        RepositoryId repository =
                RepositoryId.parse(Testbed.shared().gitHost().url("shop/web").toString());
        assertThat(built.key()).isEqualTo(delivery.image("web"));
        assertThat(built.at("/tag")).isEqualTo(tag);
        assertThat(built.at("/digest"))
                .isEqualTo(delivery.manifest("web", tag)
                        .headers()
                        .firstValue("Docker-Content-Digest")
                        .orElse(""));
        assertThat(built.at("/platforms/0")).startsWith("linux/");
        assertThat(built.at("/source/repository")).isEqualTo(repository.value());
        assertThat(built.at("/source/ref")).isEqualTo("refs/heads/main");
        assertThat(built.at("/source/sequence")).isEqualTo("1");
        assertThat(built.at("/tests/stage")).isEqualTo("test");
        assertThat(built.at("/engine")).isEqualTo("buildkit");
        assertThat(built.at("/origin")).isEqualTo("build");
        assertThat(built.at("/startedAt")).isLessThan(built.at("/pushedAt"));
        assertThat(built.chain()).isEqualTo(ChainId.of(repository, commit).value());
        PublishedEvent changed = delivery.event(Topic.SOURCE_CHANGED, ofCommit(commit));
        assertThat(built.cause()).contains(changed.id());
        assertThat(delivery.labels("web", tag)
                        .path("org.opencontainers.image.revision")
                        .asText())
                .isEqualTo(commit.value());
        assertThat(delivery.labels("web", tag).path("dev.millrace.sequence").asText())
                .isEqualTo("1");
        assertThat(delivery.get("builds").body()).contains(commit.value()).contains("SUCCEEDED");
        delivery.eventually(() -> assertThat(delivery.get("q/metrics").body())
                .contains("millrace_stage_seconds_count{stage=\"clean-up\"}"));
        assertThat(delivery.get("q/metrics").body())
                .contains("millrace_stage_seconds_count{stage=\"test\"}")
                .contains("millrace_stage_seconds_count{stage=\"push\"}")
                .contains("millrace_events_out_total{type=\"image.built\"}");
    }

    @Test
    void aRepeatedPushIsFoundInTheRegistryAndPublishedWithTheSameId() {
        delivery.repository("twice");
        CommitId commit = delivery.push("twice", sources("twice", "/bin/true"));
        PublishedEvent first = delivery.event(Topic.IMAGE_BUILT, ofCommit(commit));

        delivery.signedWebhook(
                Delivery.payload(Testbed.shared().gitHost().url("shop/twice").toString(), commit));

        delivery.event(
                Topic.IMAGE_BUILT,
                event -> ofCommit(commit).test(event) && !event.headers().equals(first.headers()));
        List<PublishedEvent> all = delivery.seen(Topic.IMAGE_BUILT, ofCommit(commit));
        assertThat(all).extracting(PublishedEvent::id).containsOnly(first.id());
        assertThat(all).extracting(event -> event.at("/startedAt")).containsOnly(first.at("/startedAt"));
        assertThat(delivery.get("builds").body()).containsOnlyOnce(commit.value());
    }

    @Test
    void aFailingTestPreventsTheBuild() {
        delivery.repository("untested");

        CommitId commit = delivery.push("untested", sources("untested", "echo no such luck && exit 3"));

        PublishedEvent failed = delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
        assertThat(failed.at("/stage")).isEqualTo("test");
        assertThat(failed.at("/exitStatus")).isEqualTo("3");
        assertThat(failed.at("/logTail")).contains("no such luck");
        assertThat(delivery.manifest("untested", commit.shortForm()).statusCode())
                .isEqualTo(404);
        assertThat(delivery.seen(Topic.IMAGE_BUILT, ofCommit(commit))).isEmpty();
    }

    @Test
    void aFailedBuildIsPublishedWithTheTailOfItsLogAndTheLogCanBeRead() {
        delivery.repository("broken");

        CommitId commit = delivery.push(
                "broken",
                Map.of(
                        ".millrace/build.yaml",
                        "images: [{name: " + delivery.image("broken") + "}]",
                        "Dockerfile",
                        "FROM " + delivery.base() + "\nRUN /bin/echo so far so good\nRUN /bin/no-such-tool\n"));

        PublishedEvent failed = delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
        assertThat(failed.at("/stage")).isEqualTo("build");
        assertThat(failed.at("/reason")).contains("building " + delivery.image("broken"));
        assertThat(failed.at("/logTail")).contains("so far so good").contains("no-such-tool");
        String id =
                delivery.get("builds").body().replaceFirst("(?s).*\"id\":\"([0-9a-f]+)\"[^}]*" + commit + ".*", "$1");
        assertThat(delivery.get("builds/" + id + "/log").body()).contains("so far so good");
    }

    @Test
    void anInvalidBuildConfigurationIsReportedWithItsPositionAndReason() {
        delivery.repository("unconfigured");

        CommitId commit = delivery.push(
                "unconfigured",
                Map.of(".millrace/build.yaml", "images:\n  - name: " + delivery.image("x") + "\n    kontext: .\n"));

        PublishedEvent failed = delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
        assertThat(failed.at("/stage")).isEqualTo("configuration");
        assertThat(failed.at("/reason")).startsWith(".millrace/build.yaml:3:5: unknown key 'kontext'");
    }

    @Test
    void aHangingBuildIsEndedAtItsLimit() {
        delivery.repository("hanging");

        CommitId commit = delivery.push(
                "hanging",
                Map.of(
                        ".millrace/build.yaml",
                        "images: [{name: " + delivery.image("hanging") + "}]",
                        "Dockerfile",
                        "FROM " + delivery.base() + "\nRUN /bin/sleep 7531\n"));

        PublishedEvent failed = delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
        assertThat(failed.at("/reason")).contains("ended at its limit of PT20S");
        assertThat(failed.value().has("exitStatus")).isFalse();
        RunningProcesses.awaitNone("sleep 7531");
    }

    @Test
    void buildsBothImagesOfACommitAndRunsTheirSharedTestsOnce() {
        delivery.repository("pair");
        Map<String, String> files = new java.util.HashMap<>(sources("pair", "/bin/true"));
        files.put(".millrace/build.yaml", """
                images:
                  - {name: "%1$s", target: final, args: {BASE: "%2$s"}}
                  - {name: "%1$s/debug", target: files, args: {BASE: "%2$s"}}
                test: {stage: test}
                tag: branch-time
                """.formatted(delivery.image("pair"), delivery.base()));

        CommitId commit = delivery.push("pair", files);

        PublishedEvent plain = delivery.event(
                Topic.IMAGE_BUILT, ofCommit(commit).and(event -> event.key().endsWith("/pair")));
        PublishedEvent debug = delivery.event(
                Topic.IMAGE_BUILT, ofCommit(commit).and(event -> event.key().endsWith("/pair/debug")));
        assertThat(plain.at("/tag")).matches("main-[0-9]{8}-[0-9]{6}");
        assertThat(debug.at("/digest")).isNotEqualTo(plain.at("/digest"));
        assertThat(debug.at("/tests/durationMillis")).isEqualTo("0");
    }

    @Test
    void aFailingTestStopsOnlyItsOwnImageAndTheOtherGetsAllOfItsTags() {
        delivery.repository("halves");
        Map<String, String> files = new java.util.HashMap<>(sources("halves", "/bin/true"));
        files.put("bad/Dockerfile", Delivery.dockerfile("exit 4"));
        files.put("bad/page", "never built\n");
        files.put(".millrace/build.yaml", """
                images:
                  - {name: "%1$s/bad", context: bad, target: final, args: {BASE: "%2$s"}}
                  - {name: "%1$s", target: final, args: {BASE: "%2$s"}, tagPattern: ["{short}", "newest-{branch}"]}
                test: {stage: test}
                """.formatted(delivery.image("halves"), delivery.base()));

        CommitId commit = delivery.push("halves", files);

        PublishedEvent failed = delivery.event(Topic.BUILD_FAILED, ofCommit(commit));
        PublishedEvent built = delivery.event(Topic.IMAGE_BUILT, ofCommit(commit));
        assertThat(failed.at("/image")).endsWith("/halves/bad");
        assertThat(failed.at("/stage")).isEqualTo("test");
        assertThat(built.at("/image")).endsWith("/halves");
        assertThat(built.at("/tag")).isEqualTo(commit.shortForm());
        assertThat(delivery.manifest("halves", "newest-main").statusCode()).isEqualTo(200);
    }

    private Map<String, String> sources(String name, String test) {
        return Map.of(
                ".millrace/build.yaml", delivery.configuration(name),
                "Dockerfile", Delivery.dockerfile(test),
                "page", "hello from " + name + "\n");
    }
}
