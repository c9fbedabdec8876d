package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Quay, hosted or installed. */
class QuayTest {
    static final Reading READING = new Reading(SenderKind.QUAY, Map.of(), """
            {'name': 'web', 'repository': 'shop/web', 'namespace': 'shop', 'docker_url': 'quay.io/shop/web',
             'homepage': 'http://169.254.169.254/repository/shop/web', 'updated_tags': ['1.0', 'latest']}
            """);

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("all updated tags", "", "", "quay.io/shop/web:1.0 quay.io/shop/web:latest"),
            Arguments.of("one tag", ", 'latest'", "", "quay.io/shop/web:1.0"),
            Arguments.of(
                    "no address",
                    "'docker_url': 'quay.io/shop/web',",
                    "",
                    "quay.io/shop/web:1.0 quay.io/shop/web:latest"),
            Arguments.of(
                    "no address and no whole name",
                    "'repository': 'shop/web', 'namespace': 'shop', 'docker_url': 'quay.io/shop/web',",
                    "'namespace': 'shop',",
                    "quay.io/shop/web:1.0 quay.io/shop/web:latest"),
            Arguments.of(
                    "an own host",
                    "'quay.io/shop/web'",
                    "'quay.example:8443/shop/web'",
                    "quay.example:8443/shop/web:1.0 quay.example:8443/shop/web:latest"),
            Arguments.of(
                    "an address with a scheme",
                    "'quay.io/shop/web'",
                    "'https://quay.example/shop/web'",
                    "quay.example/shop/web:1.0 quay.example/shop/web:latest"),
            Arguments.of(
                    "an address in upper case",
                    "'quay.io/shop/web'",
                    "'Quay.IO/Shop/Web'",
                    "quay.io/shop/web:1.0 quay.io/shop/web:latest"),
            Arguments.of("no list of tags", "'updated_tags'", "'tags'", "ignored"),
            Arguments.of("an empty list of tags", "['1.0', 'latest']", "[]", "ignored"),
            Arguments.of("a tag twice", "'latest'", "'1.0'", "quay.io/shop/web:1.0"),
            Arguments.of("tags that are not texts", "'latest'", "null, 7, {}, [], 'a b'", "quay.io/shop/web:1.0"),
            Arguments.of("tags as an object", "['1.0', 'latest']", "{'a': '1.0'}", "quay.io/shop/web:1.0"),
            Arguments.of(
                    "no repository",
                    "'name': 'web', 'repository': 'shop/web', 'namespace': 'shop', 'docker_url': 'quay.io/shop/web',",
                    "",
                    "400"),
            Arguments.of("an address that is no name", "'quay.io/shop/web'", "'quay.io/../web'", "400"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }
}
