package dev.millrace.updater.registry.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.registry.verify.Statement;
import dev.millrace.updater.policy.Verification;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of an SLSA provenance (v0.2 and v1).
 *
 * @param builder the builder's id
 * @param source the repository from which the build started; empty if it is missing or in an unknown form
 */
record Provenance(String builder, Optional<RepositoryId> source) {
    private static final String V0_2 = "https://slsa.dev/provenance/v0.2";
    private static final String V1 = "https://slsa.dev/provenance/v1";

    static Optional<Provenance> read(Statement statement) {
        JsonNode predicate = statement.predicate();
        return switch (statement.type()) {
            case V0_2 ->
                Optional.of(new Provenance(
                        predicate.path("builder").path("id").asText(),
                        source(
                                predicate
                                        .path("invocation")
                                        .path("configSource")
                                        .path("uri"),
                                predicate.path("materials").path(0).path("uri"))));
            case V1 -> {
                JsonNode definition = predicate.path("buildDefinition");
                JsonNode asked = definition.path("externalParameters");
                yield Optional.of(new Provenance(
                        predicate.path("runDetails").path("builder").path("id").asText(),
                        source(
                                asked.path("workflow").path("repository"),
                                asked.path("configSource").path("uri"),
                                asked.path("source").path("uri"),
                                asked.path("source"),
                                definition.path("resolvedDependencies").path(0).path("uri"))));
            }
            default -> Optional.empty();
        };
    }

    /** The first URI that is present: the start of the build takes precedence over its dependencies. */
    private static Optional<RepositoryId> source(JsonNode... places) {
        return Stream.of(places)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .flatMap(Provenance::repository);
    }

    /** Parses {@code git+https://host/path.git@ref#sub} and similar forms. */
    private static Optional<RepositoryId> repository(String uri) {
        String plain = uri.replaceFirst("^git\\+", "").replaceFirst("[#?].*$", "");
        int path = plain.indexOf('/', Math.max(0, plain.indexOf("://") + 3));
        int at = plain.indexOf('@', Math.max(0, path));
        try {
            return Optional.of(RepositoryId.parse(at < 0 ? plain : plain.substring(0, at)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The difference from the required provenance; empty if it is met. */
    Optional<String> objection(Verification.RequiredProvenance required) {
        if (required.builder().filter(id -> !id.equals(builder)).isPresent()) {
            return Optional.of("built by " + (builder.isEmpty() ? "an unnamed builder" : builder));
        }
        Optional<RepositoryId> requiredSource = required.source().flatMap(Provenance::repository);
        if (required.source().isPresent() && (requiredSource.isEmpty() || !requiredSource.equals(source))) {
            return Optional.of("built from " + source.map(RepositoryId::value).orElse("an unknown source"));
        }
        return Optional.empty();
    }

    /** The objections to several provenances as one text. */
    static String joined(List<String> objections) {
        return String.join("; ", objections.stream().distinct().limit(3).toList());
    }
}
