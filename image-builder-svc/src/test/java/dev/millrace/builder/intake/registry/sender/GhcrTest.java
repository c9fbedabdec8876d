package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** GitHub's container registry. */
class GhcrTest {
    static final Reading READING =
            new Reading(SenderKind.GHCR, Map.of("X-GitHub-Event", "package"), """
            {'action': 'published', 'package': {'id': 1, 'name': 'Web', 'namespace': 'Acme', 'ecosystem': 'CONTAINER',
              'package_type': 'CONTAINER', 'owner': {'login': 'Acme', 'url': 'http://169.254.169.254/'},
              'package_version': {'id': 2, 'version': '<DIGEST>', 'name': '<DIGEST>',
                'container_metadata': {'tag': {'name': '1.0', 'digest': '<DIGEST>'}, 'manifest': {}},
                'package_url': 'ghcr.io/acme/web:1.0'}},
             'sender': {'login': 'ada'}}
            """.replace("<DIGEST>", Reading.DIGEST));

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a published version", "", "", "ghcr.io/acme/web:1.0@4b4b"),
            Arguments.of("an updated version", "'published'", "'updated'", "ghcr.io/acme/web:1.0@4b4b"),
            Arguments.of("another action", "'published'", "'deleted'", "ignored"),
            Arguments.of("no action", "'action': 'published', ", "", "ignored"),
            Arguments.of(
                    "the type in lower case",
                    "'package_type': 'CONTAINER'",
                    "'package_type': 'container'",
                    "ghcr.io/acme/web:1.0@4b4b"),
            Arguments.of(
                    "the type docker",
                    "'package_type': 'CONTAINER'",
                    "'package_type': 'docker'",
                    "ghcr.io/acme/web:1.0@4b4b"),
            Arguments.of(
                    "a package of another type", "'package_type': 'CONTAINER'", "'package_type': 'npm'", "ignored"),
            Arguments.of("no type", "'package_type': 'CONTAINER', ", "", "ignored"),
            Arguments.of("the manifest of one platform", "'name': '1.0'", "'name': ''", "ignored"),
            Arguments.of(
                    "the manifest of one platform, without metadata", "'container_metadata'", "'metadata'", "ignored"),
            Arguments.of(
                    "another name of the version",
                    "'name': 'sha256:4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b'",
                    "'name': '2.0'",
                    "ghcr.io/acme/web:1.0@4b4b"),
            Arguments.of(
                    "an address that ends in a colon",
                    "ghcr.io/acme/web:1.0",
                    "ghcr.io/acme/web:",
                    "ghcr.io/acme/web:1.0@4b4b"),
            Arguments.of("no owner", "'owner'", "'user'", "400"),
            Arguments.of("no name", "'name': 'Web', ", "", "400"),
            Arguments.of("no package", "'package': {", "'packages': {", "400"),
            Arguments.of(
                    "the other event under its own key",
                    "'package': {",
                    "'registry_package': {",
                    "ghcr.io/acme/web:1.0@4b4b"),
            Arguments.of("an invalid tag", "'name': '1.0'", "'name': '1 0'", "400"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }

    static final List<Arguments> EVENTS = List.of(
            Arguments.of("ping", "ignored"),
            Arguments.of("push", "ignored"),
            Arguments.of("", "ignored"),
            Arguments.of("package", "ghcr.io/acme/web:1.0@4b4b"),
            Arguments.of("registry_package", "ghcr.io/acme/web:1.0@4b4b"));

    @ParameterizedTest
    @FieldSource("EVENTS")
    void onlyTheEventsOfPackagesAreRead(String event, String expected) {
        assertThat(READING.outcome(Map.of("x-github-event", event), Map.of(), Optional.empty(), READING.body()))
                .isEqualTo(expected);
    }

    @Test
    void aVersionWithoutMetadataIsNamedByItsTag() {
        String body = READING.body()
                .replace("container_metadata", "metadata")
                .replace("'name': '" + Reading.DIGEST + "'", "'name': '2.0'");

        assertThat(READING.outcome(READING.headers(), Map.of(), Optional.empty(), body))
                .isEqualTo("ghcr.io/acme/web:2.0@4b4b");
    }

    @Test
    void anEnterpriseServerHasAHostOfItsOwn() {
        assertThat(READING.outcome(READING.headers(), Map.of(), Optional.of("containers.git.example"), READING.body()))
                .isEqualTo("containers.git.example/acme/web:1.0@4b4b");
    }
}
