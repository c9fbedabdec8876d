package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Distribution's registry, versions 2 and 3. */
class DistributionTest {
    static final Reading READING =
            new Reading(SenderKind.DISTRIBUTION, Map.of(), """
            {'events': [{'id': '320678d8', 'action': 'push',
              'target': {'mediaType': 'application/vnd.oci.image.manifest.v1+json', 'digest': '<DIGEST>', 'size': 708,
                'repository': 'shop/web', 'url': 'http://169.254.169.254/latest', 'tag': '1.0'},
              'request': {'id': '6df24a34', 'addr': '10.0.0.7', 'host': 'registry.example:5000', 'method': 'PUT'},
              'actor': {'name': 'ci'}, 'source': {'addr': 'x:5000'}}]}
            """.replace("<DIGEST>", Reading.DIGEST));

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a push", "", "", "registry.example:5000/shop/web:1.0@4b4b"),
            Arguments.of(
                    "an index",
                    "application/vnd.oci.image.manifest.v1+json",
                    "application/vnd.oci.image.index.v1+json",
                    "registry.example:5000/shop/web:1.0@4b4b"),
            Arguments.of(
                    "Docker's manifest",
                    "application/vnd.oci.image.manifest.v1+json",
                    "application/vnd.docker.distribution.manifest.v2+json",
                    "registry.example:5000/shop/web:1.0@4b4b"),
            Arguments.of(
                    "Docker's list of manifests",
                    "application/vnd.oci.image.manifest.v1+json",
                    "application/vnd.docker.distribution.manifest.list.v2+json",
                    "registry.example:5000/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a layer", "application/vnd.oci.image.manifest.v1+json", "application/octet-stream", "ignored"),
            Arguments.of(
                    "a chart in the old form",
                    "application/vnd.oci.image.manifest.v1+json",
                    "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                    "ignored"),
            Arguments.of("no media type", "'mediaType': 'application/vnd.oci.image.manifest.v1+json', ", "", "ignored"),
            Arguments.of("a pull", "'push'", "'pull'", "ignored"),
            Arguments.of("a mount", "'push'", "'mount'", "ignored"),
            Arguments.of("a deletion", "'push'", "'delete'", "ignored"),
            Arguments.of("an action that is a number", "'push'", "7", "ignored"),
            Arguments.of("no tag", ", 'tag': '1.0'", "", "ignored"),
            Arguments.of("an empty tag", "'1.0'", "''", "ignored"),
            Arguments.of("a tag that is null", "'1.0'", "null", "ignored"),
            Arguments.of("a tag with a space", "'1.0'", "'1 0'", "ignored"),
            Arguments.of(
                    "a tag of 129 characters",
                    "'1.0'",
                    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'",
                    "ignored"),
            Arguments.of("a path out of the registry", "'shop/web'", "'../../etc'", "ignored"),
            Arguments.of("a name in upper case", "'shop/web'", "'Shop/WEB'", "registry.example:5000/shop/web:1.0@4b4b"),
            Arguments.of("no repository", "'repository': 'shop/web', ", "", "ignored"),
            Arguments.of("no host", "'host': 'registry.example:5000', ", "", "ignored"),
            Arguments.of(
                    "a host in upper case",
                    "registry.example:5000",
                    "Registry.EXAMPLE:5000",
                    "registry.example:5000/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a digest of another algorithm",
                    "sha256:4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b",
                    "sha512:00",
                    "registry.example:5000/shop/web:1.0"),
            Arguments.of("no events", "'events'", "'event'", "400"),
            Arguments.of(
                    "a list with something else than events",
                    "[{'id'",
                    "[null, 1, 'x', [], {}, {'id'",
                    "registry.example:5000/shop/web:1.0@4b4b"),
            Arguments.of(
                    "an event twice",
                    "'events': [",
                    "'events': [{'action': 'push', 'target': {'mediaType': 'application/vnd.oci.image.manifest.v1+json', 'digest': 'sha256:4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b', 'repository': 'shop/web', 'tag': '1.0'}, 'request': {'host': 'registry.example:5000'}}, ",
                    "registry.example:5000/shop/web:1.0@4b4b"),
            Arguments.of(
                    "two tags",
                    "'events': [",
                    "'events': [{'action': 'push', 'target': {'mediaType': 'application/vnd.oci.image.manifest.v1+json', 'repository': 'shop/api', 'tag': '2'}, 'request': {'host': 'registry.example:5000'}}, ",
                    "registry.example:5000/shop/api:2 registry.example:5000/shop/web:1.0@4b4b"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }
}
