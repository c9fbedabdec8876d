package dev.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.Topic;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Topics are created everywhere as {@link Topic} says, dead letters included. */
class TopicsTest {
    private static final String DELETE = "delete";
    private static final Pattern LINE = Pattern.compile("([a-z]+\\.[a-z]+):(\\d+):(delete|compact)");

    private record Created(String name, int partitions, String policy) {}

    @Test
    void strimziCreatesThem() {
        Map<String, Created> created = Tree.documents(Tree.read("k8s/components/strimzi/topics.yaml")).stream()
                .map(TopicsTest::created)
                .collect(Collectors.toMap(Created::name, Function.identity()));

        assertThat(created).isEqualTo(expected());
    }

    @Test
    void strimziKeepsRecordsAsLongAsTheyMayBeReplayed() {
        assertThat(Tree.documents(Tree.read("k8s/components/strimzi/topics.yaml")))
                .filteredOn(topic ->
                        topic.at("/spec/config/cleanup.policy").asText().equals(DELETE))
                .allMatch(topic -> topic.at("/spec/config/retention.ms").asLong() == Topic.KEPT.toMillis());
    }

    @Test
    void composeCreatesThem() {
        String script = Tree.documents(Tree.read("docker-compose.yml"))
                .getFirst()
                .at("/configs/create-topics/content")
                .asText();

        Map<String, Created> created = LINE.matcher(script)
                .results()
                .map(m -> new Created(m.group(1), Integer.parseInt(m.group(2)), m.group(3)))
                .flatMap(topic -> Stream.of(topic, new Created(topic.name() + ".dlq", topic.partitions(), DELETE)))
                .collect(Collectors.toMap(Created::name, Function.identity()));

        assertThat(created).isEqualTo(expected());
        assertThat(script).contains("retention.ms=" + Topic.KEPT.toMillis()).contains("$$name.dlq");
    }

    private static Created created(JsonNode topic) {
        return new Created(
                topic.at("/metadata/name").asText(),
                topic.at("/spec/partitions").asInt(),
                topic.at("/spec/config/cleanup.policy").asText());
    }

    private static Map<String, Created> expected() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> Stream.of(
                        new Created(
                                topic.topicName(),
                                topic.partitions(),
                                topic.retention().name().toLowerCase(Locale.ROOT)),
                        new Created(topic.deadLetters(), topic.partitions(), DELETE)))
                .collect(Collectors.toMap(Created::name, Function.identity()));
    }
}
