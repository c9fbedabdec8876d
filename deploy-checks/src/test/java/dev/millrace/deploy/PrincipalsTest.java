package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The Kafka principal of each service has access to exactly the topics that it publishes or consumes by the event contract. */
class PrincipalsTest {
    static final List<String> SERVICES =
            SourceTree.SERVICES.stream().map(name -> name + "-svc").toList();

    private static final Pattern SERVICE = Pattern.compile("[a-z-]+-svc");
    private static final Pattern CONSUMED = Pattern.compile("(?m)^mp\\.messaging\\.incoming\\.[^.]+\\.topics?=(\\S+)$");
    private static final Pattern GROUP = Pattern.compile("(?m)^mp\\.messaging\\.incoming\\.[^.]+\\.group\\.id=(\\S+)$");

    @ParameterizedTest
    @FieldSource("SERVICES")
    void mayWriteItsPublishedTopicsAndTheDeadLettersOfItsConsumedTopics(String service) {
        Set<String> expected = new TreeSet<>(published(service));
        consumed(service).forEach(topic -> expected.add(topic + ".dlq"));

        assertThat(granted(service, "topic", "Write")).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void mayReadItsConsumedTopics(String service) {
        assertThat(granted(service, "topic", "Read")).isEqualTo(consumed(service));
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void mayReadTheTopicsOfItsChannelsInGroupsWithItsName(String service) {
        String properties = SourceTree.read(service + "/src/main/resources/application.properties");

        assertThat(matches(CONSUMED, properties)).isSubsetOf(granted(service, "topic", "Read"));
        assertThat(matches(GROUP, properties))
                .allMatch(group -> group.replaceFirst("^\\$\\{[^:}]*:?", "").startsWith(service));
        assertThat(granted(service, "group", "Read")).containsExactly(service);
    }

    private static Set<String> granted(String service, String type, String operation) {
        return SourceTree.documents(SourceTree.read("k8s/components/strimzi/users.yaml")).stream()
                .filter(user -> user.at("/metadata/name").asText().equals(service))
                .flatMap(user -> user.at("/spec/authorization/acls").valueStream())
                .filter(acl -> acl.at("/resource/type").asText().equals(type))
                .filter(acl -> acl.path("operations").valueStream().anyMatch(o -> o.asText()
                        .equals(operation)))
                .map(acl -> acl.at("/resource/name").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> published(String service) {
        return topics(service, operation -> parties(operation).limit(1));
    }

    private static Set<String> consumed(String service) {
        return topics(service, operation -> parties(operation).skip(1));
    }

    private static Set<String> topics(String service, Function<JsonNode, Stream<String>> parties) {
        JsonNode contract = contract();
        return contract.path("operations")
                .valueStream()
                .filter(operation -> parties.apply(operation).anyMatch(service::equals))
                .map(operation -> operation.at("/channel/$ref").asText().replaceFirst("^#", ""))
                .map(channel -> contract.at(channel).path("address").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Publishers and consumers: "Published by a-svc, consumed by b-svc and c-svc." */
    private static Stream<String> parties(JsonNode operation) {
        return SERVICE.matcher(operation.path("summary").asText()).results().map(MatchResult::group);
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .flatMap(m -> Stream.of(m.group(1).split(",")))
                .collect(Collectors.toCollection(TreeSet::new));
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
