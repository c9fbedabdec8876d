package dev.millrace.builder.sign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import java.util.List;
import java.util.Set;

/**
 * The origin of an image, which an engine can't know: it is given files only.
 *
 * @param builder the id of this builder in provenances, a URI
 * @param dockerfile its path in the repository
 */
public record Origin(String builder, RepositoryId repository, CommitId commit, String dockerfile) {
    /** The type of a provenance (<a href="https://slsa.dev/spec/v1.0/provenance">SLSA v1</a>). */
    static final String PROVENANCE = "https://slsa.dev/provenance/v1";

    /** Places in which other builders name the source. Verifiers read them, so a build must not be able to fill them. */
    private static final List<String> OTHER_SOURCES = List.of("workflow", "source");

    /** Fields about this machine and about the way in which this service separates builds. */
    private static final Set<String> INTERNAL = Set.of(
            "cgroup-parent",
            "cgroupParent",
            "hostname",
            "build-arg:BUILDKIT_CACHE_MOUNT_NS",
            "build-arg:BUILDKIT_SANDBOX_HOSTNAME");

    /**
     * Returns a claim with the origin in it if it is a provenance; every other claim as it is. What the claim states about the origin is replaced, and
     * fields about this machine are removed.
     */
    JsonNode complete(String type, JsonNode predicate) {
        if (!type.equals(PROVENANCE) || !(predicate.deepCopy() instanceof ObjectNode claim)) {
            return predicate;
        }
        withoutInternals(claim);
        object(object(claim, "runDetails"), "builder").put("id", builder);
        ObjectNode definition = object(claim, "buildDefinition");
        ObjectNode parameters = object(definition, "externalParameters");
        parameters.remove(OTHER_SOURCES);
        ObjectNode source = object(parameters, "configSource");
        source.put("uri", uri()).put("path", dockerfile);
        source.putObject("digest").put("sha1", commit.value());
        addDependency(definition);
        return claim;
    }

    /** Returns true if a provenance names this origin. */
    boolean isIn(JsonNode predicate) {
        return predicate.at("/runDetails/builder/id").asText().equals(builder)
                && predicate
                        .at("/buildDefinition/externalParameters/configSource/uri")
                        .asText()
                        .equals(uri());
    }

    /** Puts the source first: verifiers that know no other place read it there. */
    private void addDependency(ObjectNode definition) {
        JsonNode others = definition.path("resolvedDependencies");
        ArrayNode all = definition.putArray("resolvedDependencies");
        all.addObject().put("uri", uri()).putObject("digest").put("gitCommit", commit.value());
        others.forEach(all::add);
    }

    private String uri() {
        return "git+https://" + repository + "#" + commit;
    }

    private static void withoutInternals(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(INTERNAL);
        }
        node.forEach(Origin::withoutInternals);
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.path(name) instanceof ObjectNode present ? present : parent.putObject(name);
    }
}
