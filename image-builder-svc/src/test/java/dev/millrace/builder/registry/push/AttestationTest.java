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
    void theClaimsOfAnIndexAreReadWithTheirImage() throws Exception {
        Digest digest = layout.attested(image, layout.statement(STATEMENT), layout.statement("{\"_type\": \"other\"}"));

        assertThat(Attestation.in(folder, digest))
                .containsExactly(
                        new Attestation(image.digest().value(), SLSA, new ObjectMapper().readTree("{\"a\": 1}")));
    }

    @Test
    void anImageWithoutAnIndexHasNoClaims() {
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
