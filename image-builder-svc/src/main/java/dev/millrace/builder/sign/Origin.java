package dev.millrace.builder.sign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import java.util.List;

/**
 * The origin of an image, which an engine can't know: it is given files only.
 *
 * @param builder the id of this builder in provenances, a URI
 */
public record Origin(String builder, RepositoryId repository, CommitId commit) {
    private static final String SLSA_V0_2 = "https://slsa.dev/provenance/v0.2";
    private static final String SLSA_V1 = "https://slsa.dev/provenance/v1";

    /** Places in which other builders name the source. Verifiers read them, so a build must not be able to fill them. */
    private static final List<String> OTHER_SOURCES = List.of("workflow", "source");

    /** Returns a claim with the origin in it if it is a provenance; every other claim as it is. What the claim states about the origin is replaced. */
    JsonNode complete(String type, JsonNode predicate) {
        if (!(predicate.deepCopy() instanceof ObjectNode claim)) {
            return predicate;
        }
        switch (type) {
            case SLSA_V1 -> {
                object(object(claim, "runDetails"), "builder").put("id", builder);
                ObjectNode parameters = object(object(claim, "buildDefinition"), "externalParameters");
                parameters.remove(OTHER_SOURCES);
                name(object(parameters, "configSource"));
            }
            case SLSA_V0_2 -> {
                object(claim, "builder").put("id", builder);
                name(object(object(claim, "invocation"), "configSource"));
            }
            default -> {
                return predicate;
            }
        }
        return claim;
    }

    private void name(ObjectNode source) {
        source.put("uri", "git+https://" + repository + "#" + commit);
        source.putObject("digest").put("sha1", commit.value());
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.path(name) instanceof ObjectNode present ? present : parent.putObject(name);
    }
}
