package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Senders of CloudEvents. */
class CloudEventTest {
    static final Reading READING =
            new Reading(SenderKind.CLOUDEVENTS, Map.of(), """
            {'specversion': '1.0', 'id': '1', 'source': '/ci', 'type': 'com.example.image.pushed', 'subject': 'registry.example/shop/other:9',
             'data': {'image': 'registry.example/shop/web:1.0', 'digest': '<DIGEST>'}}
            """.replace("<DIGEST>", Reading.DIGEST));

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("an image", "", "", "registry.example/shop/web:1.0@4b4b"),
            Arguments.of(
                    "an image with its digest",
                    "web:1.0'",
                    "web:1.0@sha256:5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c'",
                    "registry.example/shop/web:1.0@5c5c"),
            Arguments.of(
                    "an image and a tag apart", "web:1.0'", "web', 'tag': '1.0'", "registry.example/shop/web:1.0@4b4b"),
            Arguments.of(
                    "an image with a tag and a tag",
                    "web:1.0'",
                    "web:1.0', 'tag': '2.0'",
                    "registry.example/shop/web:1.0@4b4b"),
            Arguments.of(
                    "an image with a port",
                    "'registry.example/shop/web",
                    "'registry.example:5000/shop/web",
                    "registry.example:5000/shop/web:1.0@4b4b"),
            Arguments.of(
                    "an image by its digest only",
                    "web:1.0'",
                    "web@sha256:5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c'",
                    "ignored"),
            Arguments.of("an image without a tag", "web:1.0'", "web'", "ignored"),
            Arguments.of(
                    "a short name of Docker Hub",
                    "'registry.example/shop/web:1.0'",
                    "'nginx:1.0'",
                    "docker.io/library/nginx:1.0@4b4b"),
            Arguments.of(
                    "a name of Docker Hub with a user",
                    "'registry.example/shop/web:1.0'",
                    "'shop/web:1.0'",
                    "docker.io/shop/web:1.0@4b4b"),
            Arguments.of(
                    "another name of Docker Hub",
                    "'registry.example/shop/web:1.0'",
                    "'index.docker.io/shop/web:1.0'",
                    "docker.io/shop/web:1.0@4b4b"),
            Arguments.of(
                    "an image in upper case",
                    "'registry.example/shop/web:1.0'",
                    "'Registry.Example/Shop/Web:V1'",
                    "registry.example/shop/web:V1@4b4b"),
            Arguments.of(
                    "a repository and a tag",
                    "'image': 'registry.example/shop/web:1.0'",
                    "'repository': 'registry.example/shop/web', 'tag': '1.0'",
                    "registry.example/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a registry, a repository and a tag",
                    "'image': 'registry.example/shop/web:1.0'",
                    "'registry': 'https://registry.example', 'repository': 'shop/web', 'tag': '1.0'",
                    "registry.example/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a repository without a tag",
                    "'image': 'registry.example/shop/web:1.0'",
                    "'repository': 'registry.example/shop/web'",
                    "ignored"),
            Arguments.of(
                    "the subject",
                    "'image': 'registry.example/shop/web:1.0', ",
                    "",
                    "registry.example/shop/other:9@4b4b"),
            Arguments.of("the subject without data", "'data'", "'payload'", "registry.example/shop/other:9"),
            Arguments.of(
                    "neither",
                    "'subject': 'registry.example/shop/other:9',\n 'data': {'image': 'registry.example/shop/web:1.0'",
                    "'data': {'images': 'x'",
                    "400"),
            Arguments.of("an invalid name", "'registry.example/shop/web:1.0'", "'registry.example/../web:1.0'", "400"),
            Arguments.of(
                    "a name of 400 characters",
                    "'registry.example/shop/web:1.0'",
                    "'registry.example/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a:1.0'",
                    "400"),
            Arguments.of("no version", "'specversion': '1.0', ", "", "400"),
            Arguments.of("an old version", "'specversion': '1.0'", "'specversion': '0.3'", "400"),
            Arguments.of("a deletion", "com.example.image.pushed", "com.example.image.deleted", "ignored"),
            Arguments.of("a scan", "com.example.image.pushed", "com.example.SCAN.completed", "ignored"),
            Arguments.of("a chart", "com.example.image.pushed", "com.example.chart.pushed", "ignored"),
            Arguments.of(
                    "data in Base64",
                    "'data': {'image': 'registry.example/shop/web:1.0', 'digest': 'sha256:4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b'}",
                    "'data_base64': 'eyJpbWFnZSI6ICJyZWdpc3RyeS5leGFtcGxlL3Nob3Avd2ViOjIifQ=='",
                    "registry.example/shop/web:2"),
            Arguments.of(
                    "damaged data in Base64",
                    "'data': {'image'",
                    "'data_base64': '%%%', 'data': {'image'",
                    "registry.example/shop/other:9"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }

    static final List<Arguments> BINARY = List.of(
            Arguments.of("1.0", "x.pushed", "r.example/a:1", "{'image': 'r.example/b:2'}", "r.example/b:2"),
            Arguments.of("1.0", "x.pushed", "r.example/a:1", "{}", "r.example/a:1"),
            Arguments.of("1.0", "", "", "{'repository': 'r.example/b', 'tag': '2'}", "r.example/b:2"),
            Arguments.of("1.0", "x.pushed", "", "{}", "400"),
            Arguments.of("1.0", "x.deleted", "r.example/a:1", "{}", "ignored"),
            Arguments.of("2.0", "x.pushed", "r.example/a:1", "{}", "400"));

    @ParameterizedTest
    @FieldSource("BINARY")
    void anEventInBinaryModeHasItsAttributesInHeaders(
            String version, String type, String subject, String data, String expected) {
        Map<String, String> headers = Map.of("ce-specversion", version, "ce-type", type, "ce-subject", subject);

        assertThat(READING.outcome(headers, Map.of(), Optional.empty(), data)).isEqualTo(expected);
    }
}
