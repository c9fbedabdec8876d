package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The builder signs an image and its provenance; the updater writes it where both are as a policy requires. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY, PartKind.CLUSTER})
class EvidenceIT {
    private final OpenShop shop = OpenShop.shop();
    private final ProvenImage image = new ProvenImage(shop);

    @Test
    void anImageIsWrittenWhereItsSignatureAndProvenanceAreAsRequiredAndRefusedElsewhere() {
        image.pushPolicies();

        CommitId commit = image.pushApplication();

        PublishedEvent built = shop.awaitBuilt(commit);
        String candidate = built.at("/image") + ":" + built.at("/tag") + "@" + built.at("/digest");
        await().atMost(OpenShop.TIMEOUT).until(() -> image.hasVersion(ProvenImage.MET, built.at("/tag")));
        await().atMost(OpenShop.TIMEOUT).until(() -> policy(ProvenImage.OTHER_KEY)
                .path("waits")
                .asText()
                .endsWith(": not signed by the policy's key"));
        await().atMost(OpenShop.TIMEOUT).until(() -> policy(ProvenImage.OTHER_SOURCE)
                .path("waits")
                .asText()
                .endsWith(": built from " + built.at("/source/repository")));
        assertEquals(candidate, refused(ProvenImage.OTHER_KEY));
        assertEquals(candidate, refused(ProvenImage.OTHER_SOURCE));
        assertEquals("", policy(ProvenImage.MET).path("waits").asText(""));
        assertTrue(image.hasVersion(ProvenImage.OTHER_KEY, "0.0.0"));
        assertTrue(image.hasVersion(ProvenImage.OTHER_SOURCE, "0.0.0"));
    }

    @AfterEach
    void remove() {
        image.remove();
    }

    private String refused(String policy) {
        return policy(policy).path("candidate").asText();
    }

    /** A policy in the answer of the updater; missing until it is known there. */
    private JsonNode policy(String name) {
        URI policies = shop.delivery.updater().url().resolve("/policies");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(policies).build();
            JsonNode all = new ObjectMapper()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
            return StreamSupport.stream(all.spliterator(), false)
                    .flatMap(repository ->
                            StreamSupport.stream(repository.path("policies").spliterator(), false))
                    .filter(one -> one.path("name").asText().equals(name))
                    .findFirst()
                    .orElse(MissingNode.getInstance());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
