package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only commits with a trusted signature are applied, if an Application requires that. Git, gpg and ssh-keygen sign. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class TrustIT {
    private static final String COMMITS = "verify: {what: commit, keys: {name: keys}}";
    private static final String TAGS = "verify: {what: tag, keys: {name: keys}}";

    private final EventPublisher publisher;
    private final List<SigningUser> people = new ArrayList<>();

    @Inject
    TrustIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @AfterEach
    void leave() {
        people.forEach(SigningUser::leave);
    }

    private SigningUser person(Deployed app) {
        SigningUser person = new SigningUser(app.repository);
        people.add(person);
        return person;
    }

    private static void trust(Deployed app, String entry, String content) {
        app.kubectl("delete", "secret", "keys", "-n", app.namespace, "--ignore-not-found");
        app.kubectl(
                "create", "secret", "generic", "keys", "-n", app.namespace, "--from-literal=" + entry + "=" + content);
    }

    @Test
    void aCommitThatIsNotSignedIsNotAppliedAndTheNextSignedOneIs() {
        Deployed app = new Deployed("signed", null);
        SigningUser dana = person(app);
        trust(app, "allowed_signers", dana.allowed());
        CommitId first = dana.commitWithSsh("a.yaml", configMap("a", "1"));
        app.followAt("branch: main, " + COMMITS);
        app.awaitReady(first);

        CommitId unsigned = dana.commit("a.yaml", configMap("a", "2"));
        publisher.publish(app.committed(unsigned));
        app.awaitStalled("the commit " + unsigned.shortForm() + " of refs/heads/main is not signed; it is not applied");

        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
        assertThat(app.status().path("revision").asText()).isEqualTo(first.value());
        CommitId second = dana.commitWithSsh("a.yaml", configMap("a", "3"));
        publisher.publish(app.committed(second));
        app.awaitReady(second);
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("3");
    }

    @Test
    void aStrangersCommitIsAppliedOnceTheKeyIsTrusted() {
        Deployed app = new Deployed("stranger", null);
        SigningUser dana = person(app);
        SigningUser stranger = person(app);
        String key = stranger.gpgKey();
        trust(app, "allowed_signers", dana.allowed());
        CommitId commit = stranger.commitWithGpg("a.yaml", configMap("a", "1"));
        app.followAt("branch: main, " + COMMITS);

        app.awaitStalled(", which is not one of the trusted keys; it is not applied");
        assertThat(app.object("configmap", "a").isMissingNode()).isTrue();
        trust(app, "people.asc", key);

        app.awaitReady(commit);
    }

    @Test
    void whereThereAreNoKeysNothingIsApplied() {
        Deployed app = new Deployed("keyless", null);
        SigningUser dana = person(app);
        CommitId commit = dana.commitWithSsh("a.yaml", configMap("a", "1"));
        app.followAt("branch: main, " + COMMITS);

        app.awaitStalled("the keys in the Secret " + app.namespace + "/keys (spec.source.verify.keys) can't be used:"
                + " there is no such Secret");
        trust(app, "allowed_signers", "dana@example.com ssh-ed25519 AAAA");
        app.awaitStalled("allowed_signers, line 1: a key that is truncated");
        trust(app, "allowed_signers", dana.allowed());

        app.awaitReady(commit);
    }

    @Test
    void onlySignedTagsAreReleasesAndOnlyUnderTheNameThatWasSigned() {
        Deployed app = new Deployed("tags", null);
        SigningUser dana = person(app);
        trust(app, "allowed_signers", dana.allowed());
        CommitId first = dana.commit("a.yaml", configMap("a", "1"));
        dana.tagWithSsh("v1.0.0");
        app.followAt("semver: '>=1', " + TAGS, "poll: 1s");
        app.awaitReady(first);

        dana.commit("a.yaml", configMap("a", "2"));
        dana.tagLike("v1.1.0", "HEAD");
        app.awaitStalled("the tag v1.1.0 is not annotated, so nobody signed it; it is not applied");
        dana.tagLike("v1.2.0", "v1.0.0");
        app.awaitStalled("the tag v1.2.0 was signed under another name, v1.0.0; it is not applied");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
        CommitId second = dana.commit("a.yaml", configMap("a", "3"));
        dana.tagWithSsh("v1.3.0");

        app.awaitReady(second);
    }

    @Test
    void aTagThatIsSignedAfterwardsIsAReleaseThen() {
        Deployed app = new Deployed("retagged", null);
        SigningUser dana = person(app);
        trust(app, "allowed_signers", dana.allowed());
        CommitId commit = dana.commit("a.yaml", configMap("a", "1"));
        dana.tagLike("v1", "HEAD");
        app.followAt("tag: v1, " + TAGS, "poll: 1s");
        app.awaitStalled("the tag v1 is not annotated");

        dana.tagWithSsh("v1");

        app.awaitReady(commit);
    }

    @Test
    void anUnsignedCommitIsNotAppliedWhenAPersonAsksForItEither() {
        Deployed app = new Deployed("asked", null);
        SigningUser dana = person(app);
        trust(app, "allowed_signers", dana.allowed());
        CommitId unsigned = dana.commit("a.yaml", configMap("a", "1"));
        CommitId signed = dana.commitWithSsh("a.yaml", configMap("a", "2"));
        app.followAt("branch: main, " + COMMITS);
        app.awaitReady(signed);

        app.kubectl("annotate", "mapp", "app", "-n", app.namespace, "millrace.dev/sync=" + unsigned);

        await().atMost(Deployed.SOON)
                .untilAsserted(() -> assertThat(app.status().path("message").asText())
                        .contains("the commit " + unsigned.shortForm())
                        .contains("is not signed as spec.source.verify demands"));
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
    }

    @Test
    void aSourceThatMeansTwoThingsOrVerifiesTagsOfABranchIsRefusedByTheApiServer() {
        Deployed app = new Deployed("senseless", null);

        assertThatThrownBy(() -> app.followAt("branch: main, tag: v1"))
                .hasMessageContaining("only one of branch, tag, semver, commit and ref can be given");
        assertThatThrownBy(() -> app.followAt("branch: main, " + TAGS))
                .hasMessageContaining("verify.what: tag needs tag or semver");
        assertThatThrownBy(() -> app.followAt("commit: abc")).hasMessageContaining("spec.source.commit");
    }
}
