package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** JFrog's Artifactory. */
class ArtifactoryTest {
    static final Reading READING = new Reading(SenderKind.ARTIFACTORY, Map.of(), """
            {'domain': 'docker', 'event_type': 'pushed', 'data': {'repo_key': 'docker-local', 'event_type': 'pushed',
              'path': 'shop/web/1.0/manifest.json', 'name': 'manifest.json', 'sha256': '4b4b', 'size': 1000,
              'image_name': 'shop/web', 'tag': '1.0', 'platforms': []},
             'subscription_key': 'millrace', 'jpd_origin': 'https://acme.jfrog.io', 'source': 'jfrog/ada'}
            """);

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a push", "", "", "acme.jfrog.io/docker-local/shop/web:1.0"),
            Arguments.of(
                    "a digest",
                    "'4b4b'",
                    "'4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b'",
                    "acme.jfrog.io/docker-local/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a deployed artifact",
                    "'domain': 'docker', 'event_type': 'pushed'",
                    "'domain': 'artifact', 'event_type': 'deployed'",
                    "ignored"),
            Arguments.of(
                    "a promotion", "'docker', 'event_type': 'pushed'", "'docker', 'event_type': 'promoted'", "ignored"),
            Arguments.of(
                    "a deletion", "'docker', 'event_type': 'pushed'", "'docker', 'event_type': 'deleted'", "ignored"),
            Arguments.of("another domain", "'domain': 'docker'", "'domain': 'build'", "ignored"),
            Arguments.of("no domain", "'domain': 'docker', ", "", "ignored"),
            Arguments.of(
                    "no name, from the path",
                    "'image_name': 'shop/web', 'tag': '1.0', ",
                    "",
                    "acme.jfrog.io/docker-local/shop/web:1.0"),
            Arguments.of("no tag, from the path", "'tag': '1.0', ", "", "acme.jfrog.io/docker-local/shop/web:1.0"),
            Arguments.of(
                    "a path of one part",
                    "shop/web/1.0/manifest.json",
                    "manifest.json",
                    "acme.jfrog.io/docker-local/shop/web:1.0"),
            Arguments.of("an empty path", "shop/web/1.0/manifest.json", "", "acme.jfrog.io/docker-local/shop/web:1.0"),
            Arguments.of(
                    "no name and a short path",
                    "'path': 'shop/web/1.0/manifest.json', 'name': 'manifest.json', 'sha256': '4b4b', 'size': 1000,\n  'image_name': 'shop/web', ",
                    "'path': 'x/y', ",
                    "ignored"),
            Arguments.of("no repository", "'repo_key': 'docker-local', ", "", "ignored"),
            Arguments.of("no origin", ", 'jpd_origin': 'https://acme.jfrog.io'", "", "400"),
            Arguments.of(
                    "an origin with a path",
                    "https://acme.jfrog.io",
                    "https://acme.jfrog.io/artifactory",
                    "acme.jfrog.io/docker-local/shop/web:1.0"),
            Arguments.of(
                    "an origin with a port",
                    "https://acme.jfrog.io",
                    "http://artifactory.example:8082",
                    "artifactory.example:8082/docker-local/shop/web:1.0"),
            Arguments.of("a digest in place of the tag", "'tag': '1.0'", "'tag': 'sha256:4b'", "ignored"),
            Arguments.of("no data", "'data'", "'event'", "ignored"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }
}
