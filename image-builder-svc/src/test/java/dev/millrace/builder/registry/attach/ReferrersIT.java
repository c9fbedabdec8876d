package dev.millrace.builder.registry.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.push.ImagePush;
import dev.millrace.builder.registry.push.LayoutWriter;
import dev.millrace.builder.registry.push.RegistryProxy;
import dev.millrace.builder.registry.push.RegistryProxy.Answer;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.registry.ImageRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts in the real registry, which has no referrers API; and behind a proxy that answers as registries with it do. */
@WithParts(PartKind.REGISTRY)
class ReferrersIT {
    private static final String SPDX = "application/spdx+json";
    private static final Artifact SBOM = artifact("{\"spdxVersion\":\"SPDX-2.3\"}");
    private static final Artifact OTHER = artifact("{\"spdxVersion\":\"SPDX-2.2\"}");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RegistryProxy registry;

    @BeforeEach
    void open(ImageRegistry real) {
        registry = new RegistryProxy(real.url());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void artifactsAreListedUnderTheTagOfTheSpecification() {
        ImageName image = registry.image("attach/listed");
        Digest digest = push(image);

        Digest sbom = attach(image, digest, SBOM);
        Digest other = attach(image, digest, OTHER);

        List<JsonNode> referrers = new RegistryReader(registries()).referrers(image, digest);
        assertThat(referrers)
                .extracting(one -> one.path("digest").asText())
                .containsExactly(sbom.value(), other.value());
        assertThat(referrers).allSatisfy(one -> {
            assertThat(one.path("artifactType").asText()).isEqualTo(SPDX);
            assertThat(one.path("annotations").path("made-by").asText()).isEqualTo("test");
        });
        JsonNode manifest = new RegistryReader(registries())
                .manifest(image, sbom)
                .orElseThrow()
                .json();
        assertThat(manifest.path("subject").path("digest").asText()).isEqualTo(digest.value());
        assertThat(manifest.path("layers").path(0).path("digest").asText())
                .isEqualTo(Digest.of(SBOM.content()).value());
    }

    @Test
    void artifactsThatAreAttachedTogetherAreListedByOneWrite() {
        ImageName image = registry.image("attach/together");
        Digest digest = push(image);

        List<Digest> attached = attach(image, digest, List.of(SBOM, OTHER));

        assertThat(new RegistryReader(registries()).referrers(image, digest))
                .extracting(one -> one.path("digest").asText())
                .containsExactlyElementsOf(attached.stream().map(Digest::value).toList());
        assertThat(registry.requests().stream()
                        .filter(request -> request.startsWith("PUT") && request.endsWith(tag(digest))))
                .hasSize(1);
    }

    @Test
    void attachingAgainChangesNothing() {
        ImageName image = registry.image("attach/twice");
        Digest digest = push(image);
        Digest first = attach(image, digest, SBOM);
        int before = registry.requests().size();

        Digest second = attach(image, digest, SBOM);

        assertThat(second).isEqualTo(first);
        assertThat(registry.requests().subList(before, registry.requests().size()))
                .noneMatch(request ->
                        request.startsWith("POST") || request.startsWith("PUT /v2/attach/twice/manifests/sha256-"));
        assertThat(new RegistryReader(registries()).referrers(image, digest)).hasSize(1);
    }

    @Test
    void aRegistryThatListsReferrersByItselfGetsNoTag() {
        ImageName image = registry.image("attach/native");
        Digest digest = push(image);
        registry.rule((request, forward) -> {
            Answer answer = forward.get();
            Map<String, String> headers = new HashMap<>(answer.headers());
            headers.put("OCI-Subject", digest.value());
            return new Answer(answer.status(), headers, answer.body());
        });

        attach(image, digest, SBOM);

        assertThat(registry.requests()).noneMatch(request -> request.contains(tag(digest)));
    }

    @Test
    void anEntryThatAnotherClientOverwritesIsWrittenAgain() {
        ImageName image = registry.image("attach/overwritten");
        Digest digest = push(image);
        attach(image, digest, OTHER);
        dropWrites(digest, 2);

        Digest sbom = attach(image, digest, SBOM);

        assertThat(new RegistryReader(registries()).referrers(image, digest))
                .extracting(one -> one.path("digest").asText())
                .hasSize(2)
                .contains(sbom.value());
    }

    @Test
    void anEntryThatIsAlwaysOverwrittenIsATransientError() {
        ImageName image = registry.image("attach/contested");
        Digest digest = push(image);
        attach(image, digest, OTHER);
        dropWrites(digest, Integer.MAX_VALUE);

        assertThatThrownBy(() -> attach(image, digest, SBOM))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessage("changing " + image + ":" + tag(digest) + ": other clients change it at the same time");
    }

    /** Drops what is written to the tag, as if another client had written its own list right behind it. */
    private void dropWrites(Digest digest, int times) {
        AtomicInteger left = new AtomicInteger(times);
        registry.rule((request, forward) -> {
            boolean write = request.method().equals("PUT") && request.path().endsWith(tag(digest));
            return write && left.getAndDecrement() > 0 ? new Answer(201, Map.of(), new byte[0]) : forward.get();
        });
    }

    @Test
    void anImageUnderTheTagOfTheListIsNotReplaced() {
        ImageName image = registry.image("attach/occupied");
        Digest digest = push(image);
        push(image, digest, new Tag(tag(digest)));

        assertThatThrownBy(() -> attach(image, digest, SBOM))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageContaining("names an image instead of the index of referrers");
    }

    private static String tag(Digest digest) {
        return digest.value().replace(':', '-');
    }

    private static Artifact artifact(String json) {
        return new Artifact(SPDX, SPDX, json.getBytes(StandardCharsets.UTF_8), Map.of("made-by", "test"));
    }

    private Digest attach(ImageName image, Digest digest, Artifact artifact) {
        return attach(image, digest, List.of(artifact)).getFirst();
    }

    private List<Digest> attach(ImageName image, Digest digest, List<Artifact> artifacts) {
        return new Referrers(registries(), new RegistryCalls())
                .attach(image, digest, artifacts, Deadline.in(Duration.ofMinutes(2)));
    }

    private Digest push(ImageName image) {
        return push(image, new LayoutWriter(folder).single(image.path().hashCode(), 100), new Tag("1"));
    }

    private Digest push(ImageName image, Digest digest, Tag tag) {
        new ImagePush(registries(), new RegistryCalls())
                .push(
                        new ImagePush.Job(folder, digest, image, List.of(tag), Optional.empty(), Duration.ofMinutes(2)),
                        (job, uploaded, deadline) -> {},
                        line -> {});
        return digest;
    }

    private Registries registries() {
        return registry.hosts().registries();
    }
}
