package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Docker Hub. */
class DockerHubTest {
    static final Reading READING = new Reading(SenderKind.DOCKERHUB, Map.of(), """
            {'callback_url': 'http://169.254.169.254/callback',
             'push_data': {'pushed_at': 1417566161, 'pusher': 'ada', 'tag': '1.0'},
             'repository': {'repo_name': 'shop/web', 'name': 'web', 'namespace': 'shop', 'is_private': true}}
            """);

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a push", "", "", "docker.io/shop/web:1.0"),
            Arguments.of("no whole name", "'repo_name': 'shop/web', ", "", "docker.io/shop/web:1.0"),
            Arguments.of("an official image by its whole name", "'shop/web'", "'nginx'", "docker.io/library/nginx:1.0"),
            Arguments.of(
                    "an official image by its name alone",
                    "'repo_name': 'shop/web', 'name': 'web', 'namespace': 'shop'",
                    "'name': 'nginx'",
                    "docker.io/library/nginx:1.0"),
            Arguments.of("a name with its library", "'shop/web'", "'library/nginx'", "docker.io/library/nginx:1.0"),
            Arguments.of("a name in upper case", "'shop/web'", "'Shop/Web'", "docker.io/shop/web:1.0"),
            Arguments.of("no tag", ", 'tag': '1.0'", "", "ignored"),
            Arguments.of("an empty tag", "'1.0'", "''", "ignored"),
            Arguments.of("an invalid tag", "'1.0'", "'a b'", "400"),
            Arguments.of("no data of the push", "'push_data'", "'data'", "ignored"),
            Arguments.of("no repository", "'repository'", "'repo'", "400"),
            Arguments.of(
                    "an empty repository",
                    "'repo_name': 'shop/web', 'name': 'web', 'namespace': 'shop'",
                    "'repo_name': ''",
                    "400"),
            Arguments.of("a name with another registry inside", "'shop/web'", "'evil.example:5000/x'", "400"),
            Arguments.of(
                    "a repository that is a list",
                    "{'repo_name': 'shop/web', 'name': 'web', 'namespace': 'shop', 'is_private': true}",
                    "[]",
                    "400"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }
}
