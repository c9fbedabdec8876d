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

/** All installations create the topics of {@link Topic}, including dead letters. */
class TopicsTest {
    private static final String DELETE = "delete";
    private static final Pattern LINE = Pattern.compile("([a-z]+\\.[a-z]+):(\\d+):(delete|compact)");

    private record TopicSettings(String name, int partitions, String policy) {}

    @Test
    void strimziCreatesTheTopics() {
        Map<String, TopicSettings> created =
                SourceTree.documents(SourceTree.read("k8s/components/strimzi/topics.yaml")).stream()
                        .map(TopicsTest::created)
                        .collect(Collectors.toMap(TopicSettings::name, Function.identity()));

        assertThat(created).isEqualTo(expected());
    }

    @Test
    void strimziKeepsRecordsForTheReplayPeriod() {
        assertThat(SourceTree.documents(SourceTree.read("k8s/components/strimzi/topics.yaml")))
                .filteredOn(topic ->
                        topic.at("/spec/config/cleanup.policy").asText().equals(DELETE))
                .allMatch(topic -> topic.at("/spec/config/retention.ms").asLong() == Topic.RETENTION_PERIOD.toMillis());
    }

    @Test
    void composeCreatesTheTopics() {
        String script = SourceTree.documents(SourceTree.read("docker-compose.yml"))
                .getFirst()
                .at("/configs/create-topics/content")
                .asText();

        Map<String, TopicSettings> created = LINE.matcher(script)
                .results()
                .map(m -> new TopicSettings(m.group(1), Integer.parseInt(m.group(2)), m.group(3)))
                .flatMap(
                        topic -> Stream.of(topic, new TopicSettings(topic.name() + ".dlq", topic.partitions(), DELETE)))
                .collect(Collectors.toMap(TopicSettings::name, Function.identity()));

        assertThat(created).isEqualTo(expected());
        assertThat(script)
                .contains("retention.ms=" + Topic.RETENTION_PERIOD.toMillis())
                .contains("$$name.dlq");
    }

    private static TopicSettings created(JsonNode topic) {
        return new TopicSettings(
                topic.at("/metadata/name").asText(),
                topic.at("/spec/partitions").asInt(),
                topic.at("/spec/config/cleanup.policy").asText());
    }

    private static Map<String, TopicSettings> expected() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> Stream.of(
                        new TopicSettings(
                                topic.topicName(),
                                topic.partitions(),
                                topic.retention().name().toLowerCase(Locale.ROOT)),
                        new TopicSettings(topic.deadLetters(), topic.partitions(), DELETE)))
                .collect(Collectors.toMap(TopicSettings::name, Function.identity()));
    }
}
