package dev.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The topics of each service by the event contract. */
final class EventContract {
    static final List<String> SERVICES =
            SourceTree.SERVICES.stream().map(name -> name + "-svc").toList();

    private static final Pattern SERVICE = Pattern.compile("[a-z-]+-svc");
    private static final JsonNode CONTRACT = contract();

    private EventContract() {}

    /** The topics that a service may write: its published ones, and the dead letters of its consumed ones. */
    static Set<String> written(String service) {
        Set<String> written =
                new TreeSet<>(topics(service, operation -> parties(operation).limit(1)));
        consumed(service).forEach(topic -> written.add(topic + ".dlq"));
        return written;
    }

    static Set<String> consumed(String service) {
        return topics(service, operation -> parties(operation).skip(1));
    }

    private static Set<String> topics(String service, Function<JsonNode, Stream<String>> parties) {
        return CONTRACT.path("operations")
                .valueStream()
                .filter(operation -> parties.apply(operation).anyMatch(service::equals))
                .map(operation -> operation.at("/channel/$ref").asText().replaceFirst("^#", ""))
                .map(channel -> CONTRACT.at(channel).path("address").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Publishers and consumers: "Published by a-svc, consumed by b-svc and c-svc." */
    private static Stream<String> parties(JsonNode operation) {
        return SERVICE.matcher(operation.path("summary").asText()).results().map(MatchResult::group);
    }

    private static JsonNode contract() {
        try (InputStream document = Objects.requireNonNull(Topic.class.getResourceAsStream("/asyncapi.yaml"))) {
            return SourceTree.documents(new String(document.readAllBytes(), StandardCharsets.UTF_8))
                    .getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the event contract", e);
        }
    }
}
