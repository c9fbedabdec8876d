package dev.millrace.cluster.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.events.value.ObjectRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Values of Secrets in the fields of other objects. */
class ConfidentialFieldsTest {
    private static final ObjectRef WEB = new ObjectRef("example.com/v1", "Web", Optional.of("shop"), "web");

    static final List<Arguments> PLACES = List.of(
            Arguments.of(
                    "a field",
                    "{\"f:spec\": {\"f:password\": {}, \"f:colour\": {}}}",
                    "{\"spec\": {\"password\": \"hunter2\", \"colour\": \"blue\"}}",
                    "spec.password"),
            Arguments.of(
                    "a part of a text",
                    "{\"f:data\": {\"f:address\": {}}}",
                    "{\"data\": {\"address\": \"postgres://web:hunter2@db\"}}",
                    "data.address"),
            Arguments.of(
                    "an environment variable",
                    "{\"f:spec\": {\"f:env\": {\"k:{\\\"name\\\":\\\"A\\\"}\": {\".\": {}, \"f:name\": {}, \"f:value\": {}}}}}",
                    "{\"spec\": {\"env\": [{\"name\": \"A\", \"value\": \"hunter2\"}]}}",
                    "spec.env[name=A].value"),
            Arguments.of(
                    "a list that is written as a whole",
                    "{\"f:spec\": {\"f:args\": {}}}",
                    "{\"spec\": {\"args\": [\"--fast\", \"--token=hunter2\"]}}",
                    "spec.args"),
            Arguments.of(
                    "a map that is written as a whole",
                    "{\"f:spec\": {\"f:values\": {}}}",
                    "{\"spec\": {\"values\": {\"a\": {\"b\": \"hunter2\"}}}}",
                    "spec.values"),
            Arguments.of(
                    "a key of a map",
                    "{\"f:data\": {\"f:hunter2\": {}, \"f:other\": {}}}",
                    "{\"data\": {\"hunter2\": \"x\", \"other\": \"y\"}}",
                    "data"),
            Arguments.of(
                    "the key of a list item",
                    "{\"f:spec\": {\"f:env\": {\"k:{\\\"name\\\":\\\"hunter2\\\"}\": {\".\": {}, \"f:name\": {}}}}}",
                    "{\"spec\": {\"env\": [{\"name\": \"hunter2\"}]}}",
                    "spec.env"),
            Arguments.of(
                    "a member of a set",
                    "{\"f:spec\": {\"f:hosts\": {\"v:\\\"hunter2\\\"\": {}, \"v:\\\"b\\\"\": {}}}}",
                    "{\"spec\": {\"hosts\": [\"hunter2\", \"b\"]}}",
                    "spec.hosts"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("PLACES")
    void aFieldWithAValueOfASecretIsKeptAsAHashAndComparedByIt(
            String place, String fieldsV1, String content, String path) throws IOException {
        AppliedObject applied =
                applied(fieldsV1, content).concealing(ConfidentialFieldsTest::isFromSecret, Records.SALT);
        byte[] kept = RecordCodec.json(applied);
        AppliedObject read = RecordCodec.JSON.readValue(kept, AppliedObject.class);
        JsonNode changed = answer(fieldsV1, changed(content));

        assertThat(read.equals(applied)).as(place).isTrue();
        assertThat(differences(applied, answer(fieldsV1, content))).isEmpty();
        assertThat(differences(read, changed)).singleElement().satisfies(difference -> {
            assertThat(difference.path().toString()).isEqualTo(path);
            assertThat(difference.redacted()).isTrue();
            assertThat(difference.desired()).isEmpty();
            assertThat(difference.live()).isEmpty();
            assertThat(applied.isConfidential(difference.path())).isTrue();
        });
        assertThat(applied.baseline().orElseThrow().values().replace("\"hunter2\":", ""))
                .doesNotContain("token=hunter2", "web:hunter2", ":\"hunter2\"");
    }

    @Test
    void theWholeItemIsLeftOutIfAValueInItIsConfidential() {
        Arguments variable = PLACES.get(2);
        AppliedObject applied = applied((String) variable.get()[1], (String) variable.get()[2])
                .concealing(ConfidentialFieldsTest::isFromSecret, Records.SALT);

        assertThat(differences(applied, answer((String) variable.get()[1], "{\"spec\": {\"env\": []}}")))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.path().toString()).isEqualTo("spec.env[name=A]");
                    assertThat(difference.redacted()).isTrue();
                });
    }

    @Test
    void otherFieldsOfTheObjectAreShownAsBefore() {
        String fields = (String) PLACES.get(0).get()[1];
        AppliedObject applied = applied(fields, (String) PLACES.get(0).get()[2])
                .concealing(ConfidentialFieldsTest::isFromSecret, Records.SALT);

        List<FieldDifference> differences =
                differences(applied, answer(fields, "{\"spec\": {\"password\": \"hunter2\", \"colour\": \"green\"}}"));

        assertThat(differences).singleElement().satisfies(difference -> {
            assertThat(difference.redacted()).isFalse();
            assertThat(difference.desired().orElseThrow().asText()).isEqualTo("blue");
        });
    }

    @Test
    void anObjectWithoutSuchAValueIsRecordedAsBefore() {
        AppliedObject applied = applied("{\"f:data\": {\"f:a\": {}}}", "{\"data\": {\"a\": \"1\"}}");

        assertThat(applied.concealing(ConfidentialFieldsTest::isFromSecret, Records.SALT))
                .isEqualTo(applied);
        assertThat(new String(RecordCodec.json(applied), StandardCharsets.UTF_8))
                .doesNotContain("confidential");
    }

    @Test
    void concealingTwiceChangesNothing() {
        for (Arguments place : PLACES) {
            AppliedObject once = applied((String) place.get()[1], (String) place.get()[2])
                    .concealing(ConfidentialFieldsTest::isFromSecret, Records.SALT);

            assertThat(once.concealing(ConfidentialFieldsTest::isFromSecret, Records.SALT))
                    .isEqualTo(once);
        }
    }

    private static boolean isFromSecret(String text) {
        return text.contains("hunter2");
    }

    private static String changed(String content) {
        return content.contains("{\"hunter2\": \"x\"")
                ? content.replace("\"x\"", "\"z\"")
                : content.replace("\"--fast\", ", "").replace("hunter2", "other77");
    }

    private static AppliedObject applied(String fieldsV1, String content) {
        return AppliedObject.of(WEB, "h", answer(fieldsV1, content), Records.SALT);
    }

    private static JsonNode answer(String fieldsV1, String content) {
        return Records.json("""
                {"metadata": {"uid": "u", "managedFields": [
                  {"manager": "millrace", "operation": "Apply", "apiVersion": "example.com/v1", "fieldsType": "FieldsV1", "fieldsV1": %s}]}, %s""".formatted(fieldsV1, content.substring(1)));
    }

    private static List<FieldDifference> differences(AppliedObject applied, JsonNode live) {
        return applied.baseline().orElseThrow().differences(WEB, live, Records.SALT);
    }
}
