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

/** The packages of Gitea and Forgejo. */
class GiteaTest {
    static final Reading READING = new Reading(SenderKind.GITEA, Map.of("X-Gitea-Event", "package"), """
            {'action': 'created', 'repository': {'html_url': 'https://git.example/shop/web'},
             'package': {'id': 10, 'owner': {'id': 3, 'login': 'Shop', 'username': 'Shop'}, 'creator': {'login': 'ada'},
               'type': 'container', 'name': 'web', 'version': '1.0', 'html_url': 'https://git.example/shop/-/packages/container/web/1.0'},
             'sender': {'login': 'ada'}}
            """);

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a created package", "", "", "git.example/shop/web:1.0"),
            Arguments.of("a deleted package", "'created'", "'deleted'", "ignored"),
            Arguments.of("no action", "'action': 'created', ", "", "ignored"),
            Arguments.of("a package of another type", "'container'", "'npm'", "ignored"),
            Arguments.of("a chart", "'container'", "'helm'", "ignored"),
            Arguments.of("no package", "'package'", "'pack'", "400"),
            Arguments.of("a package that is null", "'package': {", "'package': null, 'other': {", "400"),
            Arguments.of("no owner", "'owner'", "'user'", "400"),
            Arguments.of("an owner without a login", "'login': 'Shop', ", "", "git.example/shop/web:1.0"),
            Arguments.of("no name", "'name': 'web', ", "", "400"),
            Arguments.of("no version", "'version': '1.0', ", "", "ignored"),
            Arguments.of("the digest of one platform", "'version': '1.0'", "'version': 'sha256:4b'", "ignored"),
            Arguments.of(
                    "an address with a port",
                    "'https://git.example/shop/-",
                    "'http://git.example:3000/shop/-",
                    "git.example:3000/shop/web:1.0"),
            Arguments.of(
                    "no address of the package",
                    ", 'html_url': 'https://git.example/shop/-/packages/container/web/1.0'",
                    "",
                    "git.example/shop/web:1.0"),
            Arguments.of("a name with parts", "'name': 'web'", "'name': 'web/api'", "git.example/shop/web/api:1.0"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }

    static final List<Arguments> EVENTS = List.of(
            Arguments.of("X-Gitea-Event", "push", "ignored"),
            Arguments.of("X-GitHub-Event", "package", "ignored"),
            Arguments.of("X-Forgejo-Event", "package", "git.example/shop/web:1.0"));

    @ParameterizedTest
    @FieldSource("EVENTS")
    void onlyTheEventOfPackagesIsRead(String header, String event, String expected) {
        assertThat(READING.outcome(Map.of(header, event), Map.of(), Optional.empty(), READING.body()))
                .isEqualTo(expected);
    }

    @Test
    void theConfiguredHostComesFirst() {
        assertThat(READING.outcome(READING.headers(), Map.of(), Optional.of("git.internal:3000"), READING.body()))
                .isEqualTo("git.internal:3000/shop/web:1.0");
    }
}
