package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.registry.push.Descriptor;
import dev.millrace.builder.registry.push.LayoutWriter;
import dev.millrace.events.value.Digest;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts as BuildKit writes them, with and without attestations. */
class AttestationSplitTest {
    private static final String ENTRY = """
            {
                  "mediaType": "application/vnd.oci.image.manifest.v1+json",
                  "digest": "%s",
                  "size": %d,
                  "platform": {
                    "architecture": "%s",
                    "os": "linux"
                  }
                }""";
    private static final String INDEX = """
            {
              "schemaVersion": 2,
              "mediaType": "application/vnd.oci.image.index.v1+json",
              "manifests": [
                %s
              ]
            }""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private LayoutWriter layout;

    @SuppressWarnings("NullAway.Init")
    private Descriptor first;

    @SuppressWarnings("NullAway.Init")
    private Descriptor second;

    @BeforeEach
    void writeImages() {
        layout = new LayoutWriter(folder);
        first = layout.image("amd64", layout.layer(1, 10));
        second = layout.image("arm64", layout.layer(2, 10));
    }

    @Test
    void anImageWithAttestationsIsItselfWithoutAnIndex() throws Exception {
        layout.finish(index(entry(first, "amd64"), attestation(first)));

        OciLayout image = AttestationSplit.split(folder);

        assertThat(image.digest()).isEqualTo(first.digest());
        assertThat(listed()).containsExactly(first.digest().value(), digest(attestation(first)));
    }

    @Test
    void anIndexHasTheBytesOfABuildWithoutAttestations() throws Exception {
        String platforms = entry(first, "amd64") + ",\n    " + entry(second, "arm64");
        layout.finish(index(platforms, attestation(first), attestation(second)));

        OciLayout image = AttestationSplit.split(folder);

        assertThat(layout.file(image.digest())).hasContent(INDEX.formatted(platforms));
        assertThat(image.digest()).isEqualTo(Digest.of(utf8(INDEX.formatted(platforms))));
        assertThat(listed())
                .containsExactly(image.digest().value(), digest(attestation(first)), digest(attestation(second)));
    }

    @Test
    void aLayoutWithoutAttestationsIsNotChanged() throws Exception {
        Digest digest = layout.finish(index(entry(first, "amd64"), entry(second, "arm64")));
        byte[] before = Files.readAllBytes(folder.resolve("index.json"));

        assertThat(AttestationSplit.split(folder)).isEqualTo(new OciLayout(folder, digest));
        assertThat(folder.resolve("index.json")).hasBinaryContent(before);
    }

    @Test
    void anIndexWithoutAnImageIsAnError() {
        layout.finish(index(attestation(first)));

        assertThatThrownBy(() -> AttestationSplit.split(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the index has attestations only");
    }

    private Descriptor index(String... entries) {
        return layout.blob(LayoutWriter.INDEX, utf8(INDEX.formatted(String.join(",\n    ", entries))));
    }

    private static String entry(Descriptor image, String architecture) {
        return ENTRY.formatted(image.digest(), image.size(), architecture);
    }

    private String attestation(Descriptor image) {
        return layout.attestation(image, layout.statement("{\"about\":\"" + image.digest() + "\"}"));
    }

    private static String digest(String entry) throws Exception {
        return new ObjectMapper().readTree(entry).path("digest").asText();
    }

    private List<String> listed() throws Exception {
        JsonNode index = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("index.json")));
        List<String> digests = new ArrayList<>();
        index.path("manifests").forEach(one -> digests.add(one.path("digest").asText()));
        return digests;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
