package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Harbor in its own form. */
class HarborTest {
    static final Reading READING = new Reading(SenderKind.HARBOR, Map.of(), """
            {'type': 'PUSH_ARTIFACT', 'occur_at': 1680501893, 'operator': 'harbor-jobservice', 'event_data': {
              'resources': [{'digest': '<DIGEST>', 'tag': '1.0', 'resource_url': 'harbor.example/shop/web:1.0'}],
              'repository': {'date_created': 1680501893, 'name': 'web', 'namespace': 'shop', 'repo_full_name': 'shop/web',
                'repo_type': 'private'}}}
            """.replace("<DIGEST>", Reading.DIGEST));

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a push", "", "", "harbor.example/shop/web:1.0@4b4b"),
            Arguments.of("a pull", "PUSH_ARTIFACT", "PULL_ARTIFACT", "ignored"),
            Arguments.of("a deletion", "PUSH_ARTIFACT", "DELETE_ARTIFACT", "ignored"),
            Arguments.of("a finished scan", "PUSH_ARTIFACT", "SCANNING_COMPLETED", "ignored"),
            Arguments.of("a pushed chart", "PUSH_ARTIFACT", "UPLOAD_CHART", "ignored"),
            Arguments.of("a replication", "PUSH_ARTIFACT", "REPLICATION", "ignored"),
            Arguments.of("no type", "'type': 'PUSH_ARTIFACT', ", "", "ignored"),
            Arguments.of("no whole name", ", 'repo_full_name': 'shop/web'", "", "harbor.example/shop/web:1.0@4b4b"),
            Arguments.of("no repository", "'repository'", "'repo'", "harbor.example/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a name in upper case",
                    "'repo_full_name': 'shop/web'",
                    "'repo_full_name': 'Shop/Web'",
                    "harbor.example/shop/web:1.0@4b4b"),
            Arguments.of(
                    "an address with a scheme",
                    "'harbor.example/",
                    "'https://harbor.example/",
                    "harbor.example/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a host with a port",
                    "'harbor.example/",
                    "'harbor.example:8443/",
                    "harbor.example:8443/shop/web:1.0@4b4b"),
            Arguments.of("no resources", "'resources'", "'res'", "ignored"),
            Arguments.of(
                    "an empty list of resources",
                    "[{'digest': 'sha256:4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b', 'tag': '1.0', 'resource_url': 'harbor.example/shop/web:1.0'}]",
                    "[]",
                    "ignored"),
            Arguments.of("a resource without a tag", "'tag': '1.0', ", "", "ignored"),
            Arguments.of("a resource with an empty tag", "'tag': '1.0'", "'tag': ''", "ignored"),
            Arguments.of(
                    "a resource without an address", ", 'resource_url': 'harbor.example/shop/web:1.0'", "", "ignored"),
            Arguments.of(
                    "two resources",
                    "'resources': [",
                    "'resources': [{'tag': '2.0', 'resource_url': 'harbor.example/shop/web:2.0'}, ",
                    "harbor.example/shop/web:2.0 harbor.example/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a resource without a tag beside one with",
                    "'resources': [",
                    "'resources': [{'digest': 'sha256:00', 'resource_url': 'harbor.example/shop/web@sha256:00'}, ",
                    "harbor.example/shop/web:1.0@4b4b"),
            Arguments.of("the data of another form", "'event_data'", "'data'", "ignored"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }
}
