package dev.millrace.builder.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** A provenance that BuildKit wrote, completed, against the fields of SLSA v1 (https://slsa.dev/spec/v1.0/provenance). */
class ProvenanceFieldsTest {
    private static final JsonNode PROVENANCE = new Origin(
                    "https://builder.example/v1",
                    new RepositoryId("git.example/shop/web"),
                    new CommitId("0123456789".repeat(4)),
                    "web/Dockerfile")
            .complete(Origin.PROVENANCE, buildkit());

    /** Objects with their fields, and those that are required. Further fields of a vendor begin with its name. */
    static final List<Arguments> OBJECTS = List.of(
            Arguments.of("", Set.of("buildDefinition", "runDetails"), Set.of("buildDefinition", "runDetails")),
            Arguments.of(
                    "/buildDefinition",
                    Set.of("buildType", "externalParameters", "internalParameters", "resolvedDependencies"),
                    Set.of("buildType", "externalParameters", "resolvedDependencies")),
            Arguments.of("/runDetails", Set.of("builder", "metadata", "byproducts"), Set.of("builder", "metadata")),
            Arguments.of("/runDetails/builder", Set.of("id", "builderDependencies", "version"), Set.of("id")),
            Arguments.of(
                    "/runDetails/metadata",
                    Set.of("invocationId", "startedOn", "finishedOn"),
                    Set.of("invocationId", "startedOn", "finishedOn")),
            Arguments.of(
                    "/buildDefinition/resolvedDependencies/0",
                    Set.of("uri", "digest", "name", "downloadLocation", "mediaType", "content", "annotations"),
                    Set.of("uri", "digest")));

    @ParameterizedTest
    @FieldSource("OBJECTS")
    void anObjectHasTheFieldsOfTheSpecification(String pointer, Set<String> known, Set<String> required) {
        Set<String> fields = Set.copyOf(PROVENANCE
                .at(pointer)
                .propertyStream()
                .map(field -> field.getKey())
                .toList());

        assertThat(fields).containsAll(required);
        assertThat(fields).allMatch(field -> known.contains(field) || field.startsWith("buildkit_"));
    }

    @Test
    void valuesHaveTheFormsOfTheSpecification() {
        assertThat(PROVENANCE.at("/buildDefinition/buildType").asText()).startsWith("https://");
        assertThat(PROVENANCE.at("/runDetails/builder/id").asText()).isEqualTo("https://builder.example/v1");
        assertThat(Instant.parse(PROVENANCE.at("/runDetails/metadata/startedOn").asText()))
                .isBefore(Instant.parse(
                        PROVENANCE.at("/runDetails/metadata/finishedOn").asText()));
        assertThat(PROVENANCE
                        .at("/buildDefinition/resolvedDependencies/0/digest/gitCommit")
                        .asText())
                .isEqualTo("0123456789".repeat(4));
    }

    @Test
    void nothingAboutTheMachineIsLeft() {
        assertThat(buildkit().toString()).contains("/sys/fs/", "sandbox0123");
        assertThat(PROVENANCE.toString()).doesNotContain("/sys/fs/", "sandbox0123", "tmp");
    }

    private static JsonNode buildkit() {
        try (InputStream in = Objects.requireNonNull(
                ProvenanceFieldsTest.class.getResourceAsStream("/sign/buildkit-provenance.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
