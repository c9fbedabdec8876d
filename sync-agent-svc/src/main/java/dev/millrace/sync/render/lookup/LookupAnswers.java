package dev.millrace.sync.render.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.application.render.LookupScope;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The answers to the lookups of one rendering. */
public final class LookupAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LOOKUPS = 300;
    private static final int MAX_OBJECTS = 500;
    private static final int MAX_OBJECT_BYTES = 3 << 19;
    private static final int MAX_BYTES = 16 << 20;

    private final OwnObjects objects;
    private final Set<String> secrets = new LinkedHashSet<>();
    private Optional<UncheckedIOException> failure = Optional.empty();
    private int lookups;
    private int found;
    private long bytes;

    private LookupAnswers(OwnObjects objects) {
        this.objects = objects;
    }

    /** Returns the answers that the scope allows. */
    public static LookupAnswers of(LookupScope scope, OwnObjects objects) {
        return new LookupAnswers(
                switch (scope) {
                    case NONE -> OwnObjects.NONE;
                    case OWN -> objects;
                });
    }

    /** A limit of a rendering is exceeded. */
    private static final class TooMuch extends Exception {
        TooMuch(String message) {
            super(message);
        }
    }

    /** Returns the answer to a question of the worker: {@code items}, or {@code error} if a limit is exceeded or the cluster is unavailable. */
    public ObjectNode answer(ObjectNode question) {
        ObjectQuery query = new ObjectQuery(
                question.path("apiVersion").asText(),
                question.path("kind").asText(),
                question.path("namespace").asText(),
                question.path("name").asText());
        ObjectNode answer = JSON.createObjectNode();
        try {
            answer.set("items", items(query));
        } catch (TooMuch e) {
            answer.put("error", e.getMessage());
        } catch (UncheckedIOException e) {
            failure = failure.or(() -> Optional.of(e));
            answer.put("error", "the cluster is unavailable");
        }
        return answer;
    }

    /** Returns the first failure of the cluster. The rendering has no meaning then: an object that can't be read is not a missing one. */
    public Optional<UncheckedIOException> failure() {
        return failure;
    }

    /** Returns the values of the Secrets that were found, as text and in Base64. */
    public Set<String> secrets() {
        return Set.copyOf(secrets);
    }

    private ArrayNode items(ObjectQuery query) throws TooMuch {
        if (++lookups > MAX_LOOKUPS) {
            throw new TooMuch("more than " + MAX_LOOKUPS + " lookups in one rendering");
        }
        ArrayNode items = JSON.createArrayNode();
        for (Iterator<Map<String, Object>> all = objects.find(query).iterator(); all.hasNext(); ) {
            JsonNode object = JSON.valueToTree(all.next());
            count(object);
            remember(object);
            items.add(object);
        }
        return items;
    }

    private void count(JsonNode object) throws TooMuch {
        int size = object.toString().getBytes(StandardCharsets.UTF_8).length;
        found++;
        bytes += size;
        if (size > MAX_OBJECT_BYTES) {
            throw new TooMuch("an object is larger than " + (MAX_OBJECT_BYTES >> 10) + " KiB");
        }
        if (found > MAX_OBJECTS || bytes > MAX_BYTES) {
            throw new TooMuch("more than " + MAX_OBJECTS + " objects or " + (MAX_BYTES >> 20)
                    + " MiB are looked up in one rendering");
        }
    }

    private void remember(JsonNode object) {
        if (object.path("kind").asText().equals("Secret")) {
            for (JsonNode value : object.path("data")) {
                secrets.add(value.asText());
                secrets.add(decoded(value.asText()));
            }
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return base64; // the API server stores Base64 only; a Secret of another API group may have other data
        }
    }
}
