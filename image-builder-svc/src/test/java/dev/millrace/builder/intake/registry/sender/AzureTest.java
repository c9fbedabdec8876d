package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Azure Container Registry. */
class AzureTest {
    static final Reading READING =
            new Reading(SenderKind.ACR, Map.of("User-Agent", "AzureContainerRegistry/1.0"), """
            {'id': 'cb8c3971', 'timestamp': '2017-11-17T16:52:01Z', 'action': 'push',
             'target': {'mediaType': 'application/vnd.docker.distribution.manifest.v2+json', 'size': 524,
               'digest': '<DIGEST>', 'length': 524, 'repository': 'shop/web', 'tag': '1.0'},
             'request': {'id': '3cbb6949', 'host': 'acme.azurecr.io', 'method': 'PUT', 'useragent': 'docker/17.09.0-ce'}}
            """.replace(
                            "<DIGEST>", Reading.DIGEST));

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a push", "", "", "acme.azurecr.io/shop/web:1.0@4b4b"),
            Arguments.of("a pushed chart", "'push'", "'chart_push'", "ignored"),
            Arguments.of("a deleted chart", "'push'", "'chart_delete'", "ignored"),
            Arguments.of("a deletion", "'push'", "'delete'", "ignored"),
            Arguments.of("a quarantine", "'push'", "'quarantine'", "ignored"),
            Arguments.of("a ping", "'push'", "'ping'", "ignored"),
            Arguments.of("no action", ", 'action': 'push'", "", "ignored"),
            Arguments.of(
                    "an index",
                    "application/vnd.docker.distribution.manifest.v2+json",
                    "application/vnd.oci.image.index.v1+json",
                    "acme.azurecr.io/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a chart as an artifact",
                    "application/vnd.docker.distribution.manifest.v2+json",
                    "application/vnd.acr.helm.chart",
                    "ignored"),
            Arguments.of(
                    "no media type",
                    "'mediaType': 'application/vnd.docker.distribution.manifest.v2+json', ",
                    "",
                    "acme.azurecr.io/shop/web:1.0@4b4b"),
            Arguments.of("a digest only", ", 'tag': '1.0'", "", "ignored"),
            Arguments.of("an empty tag", "'1.0'}", "''}", "ignored"),
            Arguments.of("no repository", "'repository': 'shop/web', ", "", "400"),
            Arguments.of("an empty repository", "'shop/web'", "''", "400"),
            Arguments.of("no host", "'host': 'acme.azurecr.io', ", "", "400"),
            Arguments.of(
                    "a host in upper case", "acme.azurecr.io", "ACME.azurecr.io", "acme.azurecr.io/shop/web:1.0@4b4b"),
            Arguments.of("no target", "'target'", "'to'", "400"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }
}
