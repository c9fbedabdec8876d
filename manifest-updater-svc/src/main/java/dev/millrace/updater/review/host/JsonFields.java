package dev.millrace.updater.review.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads values from hosts' responses. */
final class JsonFields {
    private JsonFields() {}

    static Stream<JsonNode> stream(Iterable<JsonNode> nodes) {
        return StreamSupport.stream(nodes.spliterator(), false);
    }

    /** A text that may be absent or null. */
    static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue()).filter(text -> !text.isEmpty());
    }

    /** A full commit id; some hosts send short ones, which are ignored. */
    static Optional<CommitId> commit(JsonNode node) {
        return text(node).filter(id -> id.matches("[0-9a-f]{40}|[0-9a-f]{64}")).map(CommitId::new);
    }

    static GitRef branch(JsonNode node) {
        return GitRef.branch(node.asText());
    }

    /** A page for people; an invalid URL becomes an empty one. */
    static URI page(JsonNode node) {
        try {
            return URI.create(node.asText());
        } catch (IllegalArgumentException e) {
            return URI.create("");
        }
    }

    /** The {@code name} of each element. */
    static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(one -> names.add(one.path("name").asText()));
        return names;
    }
}
