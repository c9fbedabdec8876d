package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Harbor's form as CloudEvents, since 2.8. */
class HarborCloudEventTest {
    static final Reading READING = new Reading(SenderKind.HARBOR, Map.of(), """
            {'specversion': '1.0', 'id': '27d7e2b6', 'source': '/projects/2/webhook/policies/15', 'type': 'harbor.artifact.pushed',
             'datacontenttype': 'application/json', 'time': '2023-04-03T06:04:44Z', 'operator': 'admin', 'data': {
              'resources': [{'digest': '<DIGEST>', 'tag': '1.0', 'resource_url': 'harbor.example/shop/web:1.0'}],
              'repository': {'date_created': 1680501893, 'name': 'web', 'namespace': 'shop', 'repo_full_name': 'shop/web',
                'repo_type': 'private'}}}
            """.replace("<DIGEST>", Reading.DIGEST));

    static final List<Arguments> CHANGES = List.of(
            Arguments.of("a push", "", "", "harbor.example/shop/web:1.0@4b4b"),
            Arguments.of("a pull", "harbor.artifact.pushed", "harbor.artifact.pulled", "ignored"),
            Arguments.of("a deletion", "harbor.artifact.pushed", "harbor.artifact.deleted", "ignored"),
            Arguments.of("a finished scan", "harbor.artifact.pushed", "harbor.scan.completed", "ignored"),
            Arguments.of("a pushed chart", "harbor.artifact.pushed", "harbor.chart.uploaded", "ignored"),
            Arguments.of("a resource without a tag", "'tag': '1.0', ", "", "ignored"),
            Arguments.of("the data of another form", "'data': {", "'event_data': {", "ignored"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CHANGES")
    void aNotificationIsRead(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }
}
