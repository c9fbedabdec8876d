package dev.millrace.events.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.millrace.events.Event;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schemas match the records: a change of one requires a change of the other. */
class SchemasTest {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void aSchemaIsItselfValid(Golden golden) throws IOException {
        Schema metaschema = SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        List<Error> errors = metaschema.validate(golden.schema().toString(), InputFormat.JSON);

        assertThat(errors).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void aGoldenFileIsValid(Golden golden) throws IOException {
        assertThat(validate(golden, golden.value())).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void aFieldThatALaterVersionAddsIsValid(Golden golden) throws IOException {
        ObjectNode later = golden.value().deepCopy();
        later.put("addedLater", "whatever");

        assertThat(validate(golden, later)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void aRecordWithoutARequiredFieldIsNotValid(Golden golden) throws IOException {
        for (JsonNode required : golden.schema().get("required")) {
            ObjectNode without = golden.value().deepCopy();
            without.remove(required.asText());

            assertThat(validate(golden, without)).as(required.asText()).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void aFieldOfTheWrongKindIsNotValid(Golden golden) throws IOException {
        for (var field : golden.schema().get("properties").properties()) {
            ObjectNode wrong = golden.value().deepCopy();
            wrong.putObject(field.getKey()).put("nothing", "like it");

            assertThat(validate(golden, wrong)).as(field.getKey()).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void aSchemaHasTheFieldsOfItsRecord(Golden golden) throws IOException {
        JsonNode schema = golden.schema();

        assertSame(golden.envelope().event().getClass(), schema, schema, golden.toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void aSchemaIsFoundUnderItsOwnName(Golden golden) throws IOException {
        Event event = golden.envelope().event();

        assertThat(golden.schema().get("$id").asText()).isEqualTo(EventCodec.schemaOf(event.topic()));
    }

    private static List<Error> validate(Golden golden, JsonNode value) throws IOException {
        return SCHEMAS.getSchema(golden.schema().toString()).validate(value.toString(), InputFormat.JSON);
    }

    /** Compares a type with its schema, down to the values of enumerations. */
    private static void assertSame(Class<?> type, JsonNode schema, JsonNode root, String where) {
        JsonNode resolved = resolve(schema, root);
        if (type.isEnum()) {
            assertThat(values(resolved)).as(where).containsExactlyElementsOf(written(type));
        } else if (type.isRecord() && resolved.has("properties")) {
            assertThat(names(resolved.get("properties").fieldNames()))
                    .as(where)
                    .containsExactlyElementsOf(components(type, false));
            assertThat(texts(resolved.get("required")))
                    .as("required of " + where)
                    .containsExactlyElementsOf(components(type, true));
            for (RecordComponent part : type.getRecordComponents()) {
                JsonNode property = resolved.get("properties").get(part.getName());
                boolean list = part.getType() == List.class;
                assertSame(
                        element(part.getGenericType()),
                        list ? property.get("items") : property,
                        root,
                        where + "." + part.getName());
            }
        }
    }

    private static JsonNode resolve(JsonNode schema, JsonNode root) {
        return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    private static Class<?> element(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> element(generic.getActualTypeArguments()[0]);
            default -> throw new AssertionError("an event contains only plain values, lists and optionals: " + type);
        };
    }

    private static List<String> components(Class<?> type, boolean requiredOnly) {
        return Arrays.stream(type.getRecordComponents())
                .filter(part -> !requiredOnly || part.getType() != Optional.class)
                .map(RecordComponent::getName)
                .toList();
    }

    /** The values of an open enumeration are in the first alternative; the second allows values of later versions. */
    private static List<String> values(JsonNode schema) {
        return texts(schema.has("anyOf") ? schema.at("/anyOf/0/enum") : schema.get("enum"));
    }

    /** The values that this version writes, without the constant for values of later versions. */
    private static List<String> written(Class<?> type) {
        List<String> written = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            boolean placeholder = field.isAnnotationPresent(JsonEnumDefaultValue.class)
                    && field.getName().equals("OTHER");
            if (field.isEnumConstant() && !placeholder) {
                var name = field.getAnnotation(JsonProperty.class);
                written.add(name == null ? field.getName() : name.value());
            }
        }
        return written;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static List<String> names(Iterator<String> names) {
        List<String> all = new ArrayList<>();
        names.forEachRemaining(all::add);
        return all;
    }
}
