package dev.millrace.builder;

import static dev.millrace.builder.Delivery.ofCommit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An image that lost its evidence gets it again. */
@QuarkusTest
@TestProfile(BuilderProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class MissingEvidenceIT {
    private static final String NO_REFERRERS = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""";

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @Test
    void aFinishedImageWithoutItsProvenanceIsBuiltAgainAndPublishedWithTheSameId() {
        try (Delivery delivery = new Delivery(service)) {
            delivery.repository("unproven");
            CommitId commit = delivery.push(
                    "unproven",
                    Map.of(
                            ".millrace/build.yaml",
                            "images: [{name: " + delivery.image("unproven") + "}]",
                            "Dockerfile",
                            "FROM scratch\nCOPY Dockerfile /\n"));
            PublishedEvent first = delivery.event(Topic.IMAGE_BUILT, ofCommit(commit));
            String referrers = first.at("/digest").replace(':', '-');
            assertThat(delivery.index("unproven", referrers)).contains("in-toto.io/predicate-type");

            delivery.put("unproven", referrers, NO_REFERRERS);
            delivery.signedWebhook(Delivery.payload(
                    Testbed.shared().gitHost().url("shop/unproven").toString(), commit));

            delivery.eventually(
                    () -> assertThat(delivery.index("unproven", referrers)).contains("in-toto.io/predicate-type"));
            delivery.eventually(() -> assertThat(delivery.seen(Topic.IMAGE_BUILT, ofCommit(commit)))
                    .hasSize(2));
            List<PublishedEvent> all = delivery.seen(Topic.IMAGE_BUILT, ofCommit(commit));
            assertThat(all).extracting(PublishedEvent::id).containsOnly(first.id());
            assertThat(all).extracting(event -> event.at("/digest")).containsOnly(first.at("/digest"));
        }
    }
}
