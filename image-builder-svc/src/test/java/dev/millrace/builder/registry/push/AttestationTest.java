package dev.millrace.builder.registry.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attestations as BuildKit writes them. */
class AttestationTest {
    private static final String SLSA = "https://slsa.dev/provenance/v1";
    private static final String STATEMENT = """
            {"_type": "https://in-toto.io/Statement/v0.1", "predicateType": "%s", "subject": [{"name": "x"}],\
             "predicate": {"a": 1}}""".formatted(SLSA);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private LayoutWriter layout;

    @SuppressWarnings("NullAway.Init")
    private Descriptor image;

    @BeforeEach
    void writeImage() {
        layout = new LayoutWriter(folder);
        image = layout.image("amd64", layout.layer(1, 10));
    }

    @Test
    void theClaimsBesideAnImageAreRead() throws Exception {
        Digest digest = layout.attested(image, layout.statement(STATEMENT), layout.statement("{\"_type\": \"other\"}"));

        assertThat(Attestation.in(folder, digest)).containsExactly(claim(image));
    }

    @Test
    void theClaimsBesideAnIndexAreReadWithTheirImages() throws Exception {
        Descriptor other = layout.image("arm64", layout.layer(2, 10));
        Descriptor unlisted = layout.image("riscv64", layout.layer(3, 10));
        Digest digest = layout.finish(
                layout.index(image, other),
                layout.attestation(image, layout.statement(STATEMENT)),
                layout.attestation(other, layout.statement(STATEMENT)),
                layout.attestation(unlisted, layout.statement(STATEMENT)));

        assertThat(Attestation.in(folder, digest)).containsExactly(claim(image), claim(other));
    }

    private static Attestation claim(Descriptor about) throws Exception {
        return new Attestation(about.digest(), SLSA, new ObjectMapper().readTree("{\"a\": 1}"));
    }

    @Test
    void anImageAloneHasNoClaims() {
        assertThat(Attestation.in(folder, layout.finish(image))).isEmpty();
    }

    @Test
    void aClaimWithOtherContentIsUnusable() throws Exception {
        Descriptor statement = layout.statement(STATEMENT);
        Digest digest = layout.attested(image, statement);
        Files.writeString(layout.file(statement.digest()), STATEMENT.replace("1}", "2}"));

        assertThatThrownBy(() -> Attestation.in(folder, digest))
                .isInstanceOf(LayoutUnusable.class)
                .hasMessageContaining(statement.digest() + " has other content");
    }
}
