package dev.millrace.builder.registry.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.registry.ManifestWriter.Manifest;
import dev.millrace.events.value.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class UploadPlanTest {
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

    static final List<Arguments> UNUSABLE = List.of(
            Arguments.of("{", "is not JSON"),
            Arguments.of("{\"layers\":[]}", "has a descriptor without a media type or a size"),
            Arguments.of(config("sha512:" + "ab".repeat(64), "1"), "has a descriptor whose digest is not sha256"),
            Arguments.of(config("sha256:../../../etc/passwd", "1"), "has a descriptor whose digest is not sha256"),
            Arguments.of(config("sha256:" + "ab".repeat(32), "-1"), "has a descriptor without a media type or a size"),
            Arguments.of(config("sha256:" + "ab".repeat(32), "1.5"), "has a descriptor without a media type or a size"),
            Arguments.of(
                    config("sha256:" + "ab".repeat(32), "1e99"), "has a descriptor without a media type or a size"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void anImageIsItsConfigurationItsLayersAndItsManifest() {
        LayoutWriter layout = new LayoutWriter(folder);
        Descriptor layer = layout.layer(1, 10);
        Digest digest = layout.finish(layout.image("amd64", layer));

        UploadPlan plan = plan(digest);

        assertThat(plan.blobs()).hasSize(2).last().isEqualTo(layer);
        assertThat(plan.blobs().getFirst().mediaType()).isEqualTo(CONFIG);
        assertThat(plan.root().digest()).isEqualTo(digest);
        assertThat(plan.manifests()).hasSize(1);
    }

    @Test
    void anIndexFollowsItsImagesAndSharedLayersOccurOnce() {
        LayoutWriter layout = new LayoutWriter(folder);
        Descriptor shared = layout.layer(1, 10);
        Descriptor first = layout.image("amd64", shared, layout.layer(2, 10));
        Descriptor second = layout.image("arm64", shared);
        Digest digest = layout.finish(layout.index(first, second, first));

        UploadPlan plan = plan(digest);

        assertThat(plan.manifests())
                .extracting(Manifest::digest)
                .containsExactly(first.digest(), second.digest(), digest);
        assertThat(plan.blobs()).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void aLayerThatMayNotBeDistributedIsLeftOut() {
        LayoutWriter layout = new LayoutWriter(folder);
        Descriptor foreign = new Descriptor(
                "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                new Digest("sha256:" + "ab".repeat(32)),
                5);

        UploadPlan plan = plan(layout.finish(layout.image("amd64", foreign)));

        assertThat(plan.blobs()).extracting(Descriptor::mediaType).containsExactly(CONFIG);
    }

    @ParameterizedTest
    @FieldSource("UNUSABLE")
    void aManifestInAnotherFormIsUnusable(String manifest, String reason) {
        LayoutWriter layout = new LayoutWriter(folder);
        Digest digest = layout.finish(layout.blob(LayoutWriter.IMAGE, LayoutWriter.utf8(manifest)));

        assertThatThrownBy(() -> plan(digest))
                .isInstanceOf(LayoutUnusable.class)
                .hasMessage("the built image is unusable: " + digest + " " + reason + "; build it again");
    }

    @Test
    void theNumberAndTheDepthOfManifestsAreBounded() {
        LayoutWriter layout = new LayoutWriter(folder);
        Descriptor deep = layout.image("amd64");
        for (int depth = 0; depth < 6; depth++) {
            deep = layout.index(deep);
        }
        Digest nested = layout.finish(deep);
        assertThatThrownBy(() -> plan(nested)).hasMessageContaining("it has too many manifests");

        Descriptor[] many = IntStream.range(0, 501)
                .mapToObj(i -> layout.image("variant" + i))
                .toArray(Descriptor[]::new);
        Digest wide = layout.finish(layout.index(many));
        assertThatThrownBy(() -> plan(wide)).hasMessageContaining("it has too many manifests");
    }

    @Test
    void aFileThatIsNotAsDescribedIsUnusable() throws Exception {
        LayoutWriter layout = new LayoutWriter(folder);
        Descriptor image = layout.image("amd64");
        Digest digest = layout.finish(image);
        Path file = layout.file(digest);
        byte[] content = Files.readAllBytes(file);

        Files.write(file, LayoutWriter.utf8(" ".repeat(content.length)));
        assertThatThrownBy(() -> plan(digest)).hasMessageContaining(digest + " has other content");
        Files.write(file, new byte[3]);
        assertThatThrownBy(() -> plan(digest)).hasMessageContaining("has 3 bytes, not " + content.length);
        Files.delete(file);
        assertThatThrownBy(() -> plan(digest)).hasMessageContaining(digest + " is missing");
        Files.write(folder.resolve("elsewhere"), content);
        Files.createSymbolicLink(file, folder.resolve("elsewhere"));
        assertThatThrownBy(() -> plan(digest)).hasMessageContaining(digest + " is missing");
    }

    @Test
    void anImageThatTheLayoutDoesNotListIsUnusable() {
        LayoutWriter layout = new LayoutWriter(folder);
        layout.finish(layout.image("amd64"));
        Digest other = new Digest("sha256:" + "ab".repeat(32));

        assertThatThrownBy(() -> plan(other)).hasMessageContaining("index.json has no " + other);
    }

    private UploadPlan plan(Digest digest) {
        LayoutFiles layout = new LayoutFiles(folder);
        return UploadPlan.of(layout.root(digest), layout::document);
    }

    private static String config(String digest, String size) {
        return "{\"config\":{\"mediaType\":\"" + CONFIG + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}}";
    }
}
