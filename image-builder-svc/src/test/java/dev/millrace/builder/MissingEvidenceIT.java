package dev.millrace.builder;

import static dev.millrace.builder.Delivery.ofCommit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An image that lost its evidence gets it again. */
@QuarkusTest
@TestProfile(BuilderProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class MissingEvidenceIT extends DeliveryFixture {
    private static final String NO_REFERRERS = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""";

    private CommitId push(String name) {
        delivery.repository(name);
        return delivery.push(
                name,
                Map.of(
                        ".millrace/build.yaml",
                        "images: [{name: " + delivery.image(name) + "}]",
                        "Dockerfile",
                        "FROM scratch\nCOPY Dockerfile /\n"));
    }

    private void pushAgain(String name, CommitId commit) {
        delivery.signedWebhook(
                Delivery.payload(Testbed.shared().gitHost().url("shop/" + name).toString(), commit));
    }

    private void awaitSecondEventLike(PublishedEvent first, CommitId commit) {
        delivery.eventually(() ->
                assertThat(delivery.seen(Topic.IMAGE_BUILT, ofCommit(commit))).hasSize(2));
        List<PublishedEvent> all = delivery.seen(Topic.IMAGE_BUILT, ofCommit(commit));
        assertThat(all).extracting(PublishedEvent::id).containsOnly(first.id());
        assertThat(all).extracting(event -> event.at("/digest")).containsOnly(first.at("/digest"));
    }

    @Test
    void aFinishedImageWithoutItsProvenanceIsBuiltAgainAndPublishedWithTheSameId() {
        CommitId commit = push("unproven");
        PublishedEvent first = delivery.event(Topic.IMAGE_BUILT, ofCommit(commit));
        String referrers = first.at("/digest").replace(':', '-');
        assertThat(delivery.index("unproven", referrers)).contains("in-toto.io/predicate-type");

        delivery.put("unproven", referrers, NO_REFERRERS);
        pushAgain("unproven", commit);

        delivery.eventually(
                () -> assertThat(delivery.index("unproven", referrers)).contains("in-toto.io/predicate-type"));
        awaitSecondEventLike(first, commit);
    }

    @Test
    void anImageOfOthersUnderTheTagOfTheFingerprintIsReplacedAndNeverPublished() {
        CommitId commit = push("foreign");
        PublishedEvent first = delivery.event(Topic.IMAGE_BUILT, ofCommit(commit));
        String built = delivery.manifest("foreign", first.at("/tag")).body();
        String tag = delivery.fingerprintTag("foreign");

        delivery.put("foreign", tag, NO_REFERRERS);
        delivery.put("foreign", first.at("/tag"), NO_REFERRERS);
        pushAgain("foreign", commit);

        awaitSecondEventLike(first, commit);
        assertThat(delivery.manifest("foreign", tag).body()).isEqualTo(built);
        assertThat(delivery.manifest("foreign", first.at("/tag")).body()).isEqualTo(built);
    }
}
