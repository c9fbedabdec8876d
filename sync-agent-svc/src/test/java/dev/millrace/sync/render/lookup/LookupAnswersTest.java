package dev.millrace.sync.render.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.application.render.LookupScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The answers to the lookups of one rendering. */
class LookupAnswersTest {
    private static final Map<String, Object> SECRET = Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Secret",
            "metadata",
            Map.of("name", "password"),
            "data",
            Map.of("value", "aHVudGVyMg=="));

    private final AtomicInteger read = new AtomicInteger();

    static final List<Arguments> TOO_MUCH = List.of(
            arguments("an object", 1, 2 << 20, "an object is larger than 1536 KiB"),
            arguments("objects", 501, 10, "more than 500 objects or 16 MiB are looked up in one rendering"),
            arguments("bytes", 20, 1 << 20, "more than 500 objects or 16 MiB are looked up in one rendering"));

    @Test
    void answersWithTheSelectedObjects() {
        LookupAnswers lookups = LookupAnswers.of(LookupScope.OWN, query -> {
            assertThat(query).isEqualTo(new ObjectQuery("v1", "Secret", "shop", "password"));
            return Stream.of(SECRET);
        });

        ObjectNode answer = lookups.answer(question());

        assertThat(answer.at("/items/0/data/value").asText()).isEqualTo("aHVudGVyMg==");
        assertThat(answer.has("error")).isFalse();
        assertThat(lookups.failure()).isEmpty();
    }

    @Test
    void findsNothingUnlessTheApplicationAllowsIt() {
        LookupAnswers lookups = LookupAnswers.of(LookupScope.NONE, query -> Stream.of(SECRET));

        assertThat(lookups.answer(question()).path("items")).isEmpty();
    }

    @Test
    void namesTheValuesOfSecretsThatMessagesMustMask() {
        LookupAnswers lookups = LookupAnswers.of(
                LookupScope.OWN,
                query -> Stream.of(SECRET, Map.of("kind", "ConfigMap", "data", Map.of("colour", "blue"))));

        lookups.answer(question());

        assertThat(lookups.secrets()).containsExactlyInAnyOrder("aHVudGVyMg==", "hunter2");
    }

    @Test
    void anUnavailableClusterIsAFailureEvenIfALaterLookupSucceeds() {
        UncheckedIOException unavailable = new UncheckedIOException("reading", new IOException("no answer"));
        LookupAnswers lookups = LookupAnswers.of(LookupScope.OWN, query -> {
            if (read.incrementAndGet() == 1) {
                throw unavailable;
            }
            return Stream.empty();
        });

        ObjectNode first = lookups.answer(question());
        ObjectNode second = lookups.answer(question());

        assertThat(first.path("error").asText()).isEqualTo("the cluster is unavailable");
        assertThat(first.has("items")).isFalse();
        assertThat(second.path("items")).isEmpty();
        assertThat(lookups.failure()).containsSame(unavailable);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("TOO_MUCH")
    void readsNoMoreThanTheLimits(String name, int objects, int size, String reason) {
        LookupAnswers lookups = LookupAnswers.of(LookupScope.OWN, query -> IntStream.range(0, 2 * objects)
                .mapToObj(i -> Map.<String, Object>of("kind", "ConfigMap", "data", "x".repeat(size)))
                .peek(object -> read.incrementAndGet()));

        ObjectNode answer = lookups.answer(question());

        assertThat(answer.path("error").asText()).isEqualTo(reason);
        assertThat(answer.has("items")).isFalse();
        assertThat(read).hasValueLessThanOrEqualTo(objects);
        assertThat(lookups.failure()).isEmpty();
    }

    @Test
    void answersALimitedNumberOfLookups() {
        LookupAnswers lookups = LookupAnswers.of(LookupScope.OWN, query -> Stream.empty());
        IntStream.range(0, 300)
                .forEach(
                        i -> assertThat(lookups.answer(question()).has("error")).isFalse());

        assertThat(lookups.answer(question()).path("error").asText())
                .isEqualTo("more than 300 lookups in one rendering");
    }

    private static ObjectNode question() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ask", "lookup")
                .put("apiVersion", "v1")
                .put("kind", "Secret")
                .put("namespace", "shop")
                .put("name", "password");
    }
}
