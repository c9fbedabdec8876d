package dev.millrace.events.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.millrace.events.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code asyncapi.yaml} matches the code. */
class AsyncApiTest {
    private static final JsonNode DOCUMENT = document();

    @Test
    void isValidByTheAsyncApiSchema() throws IOException {
        String schema = Golden.read("/asyncapi/asyncapi-3.1.0.schema.json").toString();

        var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(schema)
                .validate(DOCUMENT.toString(), InputFormat.JSON);

        assertThat(errors).isEmpty();
    }

    @Test
    void listsExactlyTheTopicsWithEvents() {
        Set<String> events = Golden.all().map(Golden::toString).collect(Collectors.toCollection(TreeSet::new));

        assertThat(addresses()).isEqualTo(events);
        assertThat(texts(DOCUMENT.at("/channels/deadLetters/parameters/topic/enum")))
                .containsExactlyInAnyOrderElementsOf(events);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void describesThePartitionsAndRetentionOfATopic(Golden golden) {
        JsonNode kafka = channel(golden).at("/bindings/kafka");

        Topic topic = golden.topic();
        assertThat(kafka.get("partitions").asInt()).isEqualTo(topic.partitions());
        JsonNode retention = kafka.at("/topicConfiguration/retention.ms");
        if (topic.retention() == Topic.Retention.COMPACT) {
            assertThat(retention.isMissingNode()).isTrue();
        } else {
            assertThat(retention.asLong()).isEqualTo(Topic.RETENTION_PERIOD.toMillis());
        }
        assertThat(texts(kafka.at("/topicConfiguration/cleanup.policy")))
                .containsExactly(topic.retention().name().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void namesTheMessageItsSchemaAndItsType(Golden golden) {
        JsonNode message = message(golden);

        assertThat(message.get("name").asText())
                .isEqualTo(golden.envelope().event().getClass().getSimpleName());
        assertThat(message.at("/payload/schema/$ref").asText()).isEqualTo("./schemas/" + golden + ".v1.json");
        assertThat(message.at("/headers/allOf/1/properties/ce_type/const").asText())
                .isEqualTo(EventCodec.typeOf(golden.topic()));
        assertThat(message.at("/headers/allOf/1/properties/ce_dataschema/const").asText())
                .isEqualTo(EventCodec.schemaOf(golden.topic()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void showsAnExampleKeyAndThePublisher(Golden golden) {
        JsonNode key = message(golden).at("/bindings/kafka/key");
        JsonNode operation =
                DOCUMENT.at("/operations/publish" + message(golden).get("name").asText());

        String publisher = golden.envelope().source();
        assertThat(key.at("/examples/0").asText())
                .isEqualTo(EventCodec.encode(golden.envelope()).key());
        assertThat(operation.get("summary").asText()).startsWith("Published by " + publisher + ",");
        assertThat(operation.at("/channel/$ref").asText()).isEqualTo("#/channels/" + name(golden));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void describesEveryHeaderThatIsWritten(Golden golden) throws IOException {
        JsonNode headers = DOCUMENT.at("/components/schemas/cloudEvent");
        JsonNode schema = headers.deepCopy();

        var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString())
                .validate(golden.record().get("headers").toString(), InputFormat.JSON);

        assertThat(errors).isEmpty();
        assertThat(names(headers.get("properties")))
                .containsSubsequence(golden.headers().keySet());
    }

    private static JsonNode channel(Golden golden) {
        return DOCUMENT.at("/channels/" + name(golden));
    }

    private static JsonNode message(Golden golden) {
        String reference =
                channel(golden).at("/messages/" + name(golden) + "/$ref").asText();
        return DOCUMENT.at(reference.substring(1));
    }

    private static String name(Golden golden) {
        String simple = golden.envelope().event().getClass().getSimpleName();
        return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    private static Set<String> addresses() {
        Set<String> addresses = new TreeSet<>();
        DOCUMENT.get("channels")
                .forEach(channel -> addresses.add(channel.get("address").asText()));
        addresses.remove("{topic}.dlq");
        return addresses;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode document() {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream("/asyncapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new AssertionError("asyncapi.yaml is not valid YAML", e);
        }
    }
}
