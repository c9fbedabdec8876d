package dev.millrace.cluster.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.events.value.ObjectRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveFieldsTest {
    private static final ObjectRef WEB = new ObjectRef("apps/v1", "Deployment", Optional.of("shop"), "web");

    /** Name, fields, content with {@code canary}, path of the difference. */
    static final List<Arguments> CONFIDENTIAL = List.of(
            place("a password", "{'f:spec': {'f:password': {}}}", "{'spec': {'password': 'canary'}}", "spec.password"),
            place(
                    "a variable",
                    "{'f:spec': {'f:env': {'k:{\\'name\\':\\'DB_PASSWORD\\'}': {'.': {}, 'f:name': {}, 'f:value': {}}}}}",
                    "{'spec': {'env': [{'name': 'DB_PASSWORD', 'value': 'canary'}]}}",
                    "spec.env[name=DB_PASSWORD].value"),
            place(
                    "a variable in a list that is written as a whole",
                    "{'f:spec': {'f:env': {}}}",
                    "{'spec': {'env': [{'name': 'API_KEY', 'value': 'canary'}]}}",
                    "spec.env"),
            place(
                    "a setting",
                    "{'f:data': {'f:DB_PASSWORD': {}}}",
                    "{'data': {'DB_PASSWORD': 'canary'}}",
                    "data.DB_PASSWORD"),
            place(
                    "a camel-case field",
                    "{'f:spec': {'f:clientSecret': {}}}",
                    "{'spec': {'clientSecret': 'canary'}}",
                    "spec.clientSecret"),
            place(
                    "a concatenated name",
                    "{'f:data': {'f:dbpassword': {}}}",
                    "{'data': {'dbpassword': 'canary'}}",
                    "data.dbpassword"),
            place(
                    "a key",
                    "{'f:data': {'f:ENCRYPTION_KEY': {}}}",
                    "{'data': {'ENCRYPTION_KEY': 'canary'}}",
                    "data.ENCRYPTION_KEY"),
            place("a number", "{'f:spec': {'f:password': {}}}", "{'spec': {'password': 4711}}", "spec.password"),
            place(
                    "an option of a command",
                    "{'f:spec': {'f:args': {}}}",
                    "{'spec': {'args': ['--fast', '--db-password=canary']}}",
                    "spec.args"),
            place(
                    "an option and its value",
                    "{'f:spec': {'f:args': {}}}",
                    "{'spec': {'args': ['--token', 'canary']}}",
                    "spec.args"),
            place(
                    "an address",
                    "{'f:data': {'f:database': {}}}",
                    "{'data': {'database': 'postgres://web:canary@db/shop'}}",
                    "data.database"),
            place(
                    "a file of settings",
                    "{'f:data': {'f:app.properties': {}}}",
                    "{'data': {'app.properties': 'size=1\\ndb.password = canary'}}",
                    "data[app.properties]"),
            place(
                    "a private key",
                    "{'f:data': {'f:pem': {}}}",
                    "{'data': {'pem': '-----BEGIN RSA PRIVATE KEY-----\\ncanary'}}",
                    "data.pem"),
            place(
                    "a header",
                    "{'f:spec': {'f:header': {}}}",
                    "{'spec': {'header': 'Authorization: Bearer canary-canary'}}",
                    "spec.header"),
            place(
                    "a map of passwords",
                    "{'f:spec': {'f:passwords': {'f:admin': {}}}}",
                    "{'spec': {'passwords': {'admin': 'canary'}}}",
                    "spec.passwords.admin"),
            place(
                    "a list of tokens",
                    "{'f:spec': {'f:tokens': {}}}",
                    "{'spec': {'tokens': ['canary']}}",
                    "spec.tokens"),
            place(
                    "deep in a value that is written as a whole",
                    "{'f:spec': {'f:values': {}}}",
                    "{'spec': {'values': {'auth': [{'rootPassword': 'canary'}]}}}",
                    "spec.values"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CONFIDENTIAL")
    void aSensitiveValueIsKeptAsAHashAndItsChangeIsReportedWithoutIt(
            String place, String fieldsV1, String content, String path) {
        AppliedObject applied = applied(fieldsV1, content);
        String changed = content.replace("canary", "finch77").replace("4711", "4712");

        assertThat(applied.baseline().orElseThrow().values()).doesNotContain("canary", "4711");
        assertThat(differences(applied, answer(fieldsV1, content))).isEmpty();
        assertThat(differences(applied, answer(fieldsV1, changed)))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.path().toString()).isEqualTo(path);
                    assertThat(difference.redacted()).isTrue();
                    assertThat(difference.desired()).isEmpty();
                    assertThat(difference.live()).isEmpty();
                });
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CONFIDENTIAL")
    void aBaselineOfAnOlderAgentIsReportedWithoutTheValueToo(
            String place, String fieldsV1, String content, String path) {
        AppliedObject older = AppliedObject.of(WEB, "h", answer(fieldsV1, content), Records.SALT);
        String changed = content.replace("canary", "finch77").replace("4711", "4712");

        assertThat(differences(older, answer(fieldsV1, changed)))
                .singleElement()
                .satisfies(difference -> assertThat(difference.redacted()).isTrue());
    }

    static final List<Arguments> SHOWN = List.of(
            place("an image", "{'f:spec': {'f:image': {}}}", "{'spec': {'image': 'canary'}}", ""),
            place(
                    "a reference to a Secret",
                    "{'f:spec': {'f:secretName': {}}}",
                    "{'spec': {'secretName': 'canary'}}",
                    ""),
            place(
                    "a volume from a Secret",
                    "{'f:spec': {'f:secret': {'f:secretName': {}}}}",
                    "{'spec': {'secret': {'secretName': 'canary'}}}",
                    ""),
            place(
                    "a variable from a Secret",
                    "{'f:spec': {'f:valueFrom': {'f:secretKeyRef': {}}}}",
                    "{'spec': {'valueFrom': {'secretKeyRef': {'name': 'canary', 'key': 'password'}}}}",
                    ""),
            place("a topology", "{'f:spec': {'f:topologyKey': {}}}", "{'spec': {'topologyKey': 'canary'}}", ""),
            place("the key of a toleration", "{'f:spec': {'f:key': {}}}", "{'spec': {'key': 'canary'}}", ""),
            place("a file with a token", "{'f:data': {'f:TOKEN_FILE': {}}}", "{'data': {'TOKEN_FILE': 'canary'}}", ""),
            place(
                    "pull secrets",
                    "{'f:spec': {'f:imagePullSecrets': {'k:{\\'name\\':\\'canary\\'}': {}}}}",
                    "{'spec': {'imagePullSecrets': [{'name': 'canary'}]}}",
                    ""),
            place(
                    "an address",
                    "{'f:data': {'f:url': {}}}",
                    "{'data': {'url': 'https://canary.example.com:8443/@a'}}",
                    ""),
            place(
                    "an ordinary variable",
                    "{'f:spec': {'f:env': {'k:{\\'name\\':\\'LOG_LEVEL\\'}': {'f:value': {}}}}}",
                    "{'spec': {'env': [{'name': 'LOG_LEVEL', 'value': 'canary'}]}}",
                    ""),
            place(
                    "an option with a variable",
                    "{'f:spec': {'f:args': {}}}",
                    "{'spec': {'args': ['--password=$(DB_PASSWORD)', 'canary']}}",
                    ""));

    @ParameterizedTest(name = "{0}")
    @FieldSource("SHOWN")
    void anOrdinaryValueIsShown(String place, String fieldsV1, String content, String path) {
        AppliedObject applied = applied(fieldsV1, content);

        assertThat(applied.baseline().orElseThrow().values()).contains("canary");
        assertThat(applied.baseline().orElseThrow().confidential()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "::", "____", "-", "🚀"})
    void aNameWithoutWordsIsOrdinary(String name) {
        String fields = "{'f:data': {'f:" + name + "': {}}}";

        AppliedObject applied = applied(json(fields), json("{'data': {'" + name + "': 'canary'}}"));

        assertThat(applied.baseline().orElseThrow().values()).contains("canary");
    }

    @Test
    void aLargeTextIsSearchedInLinearTime() {
        String large = "password" + " ".repeat(300_000) + "a://" + ":".repeat(300_000);
        String fields = json("{'f:data': {'f:big': {}}}");

        AppliedObject applied = applied(fields, json("{'data': {'big': '" + large + "'}}"));

        assertThat(applied.baseline().orElseThrow().confidential()).isEmpty();
    }

    private static Arguments place(String name, String fieldsV1, String content, String path) {
        return Arguments.of(name, json(fieldsV1), json(content), path);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static AppliedObject applied(String fieldsV1, String content) {
        return AppliedObject.of(WEB, "h", answer(fieldsV1, content), Records.SALT)
                .concealing(text -> false, Records.SALT);
    }

    private static List<FieldDifference> differences(AppliedObject applied, JsonNode live) {
        return applied.baseline().orElseThrow().differences(WEB, live, Records.SALT);
    }

    private static JsonNode answer(String fieldsV1, String content) {
        return Records.json(content.substring(0, content.length() - 1)
                + ", \"metadata\": {\"uid\": \"u\", \"managedFields\": [{\"manager\": \"millrace\", \"operation\": \"Apply\","
                + " \"apiVersion\": \"apps/v1\", \"fieldsType\": \"FieldsV1\", \"fieldsV1\": " + fieldsV1 + "}]}}");
    }
}
