package dev.millrace.builder.intake.registry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.intake.registry.SenderKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Google's Artifact Registry through a push subscription of Pub/Sub. */
class GoogleTest {
    static final Reading READING = new Reading(SenderKind.GAR, Map.of(), """
            {'message': {'data': '<DATA>', 'messageId': '7', 'attributes': {}, 'publishTime': '2026-11-30T11:00:00Z'},
             'subscription': 'projects/acme/subscriptions/millrace'}
            """);

    static final List<Arguments> MESSAGES = List.of(
            Arguments.of(
                    "a push",
                    "{'action': 'INSERT', 'digest': 'eu-docker.pkg.dev/acme/shop/web@<D>', 'tag': 'eu-docker.pkg.dev/acme/shop/web:1.0'}",
                    "eu-docker.pkg.dev/acme/shop/web:1.0@4b4b"),
            Arguments.of(
                    "a push to the old registry",
                    "{'action': 'INSERT', 'digest': 'gcr.io/acme/web@<D>', 'tag': 'gcr.io/acme/web:1.0'}",
                    "gcr.io/acme/web:1.0@4b4b"),
            Arguments.of("no digest", "{'action': 'INSERT', 'tag': 'gcr.io/acme/web:1.0'}", "gcr.io/acme/web:1.0"),
            Arguments.of("a deletion", "{'action': 'DELETE', 'tag': 'gcr.io/acme/web:1.0'}", "ignored"),
            Arguments.of("a digest only", "{'action': 'INSERT', 'digest': 'gcr.io/acme/web@<D>'}", "ignored"),
            Arguments.of("no action", "{'tag': 'gcr.io/acme/web:1.0'}", "ignored"),
            Arguments.of("an empty object", "{}", "ignored"),
            Arguments.of("a reference without a tag", "{'action': 'INSERT', 'tag': 'gcr.io/acme/web'}", "ignored"),
            Arguments.of("a reference that is no name", "{'action': 'INSERT', 'tag': 'gcr.io/../web:1'}", "400"),
            Arguments.of(
                    "a reference in upper case",
                    "{'action': 'INSERT', 'tag': 'GCR.io/Acme/Web:1'}",
                    "gcr.io/acme/web:1"),
            Arguments.of("a list", "[]", "400"),
            Arguments.of("no JSON", "INSERT", "400"),
            Arguments.of("nothing", "", "400"));

    static final List<Arguments> ENVELOPES = List.of(
            Arguments.of("no message", "'message'", "'msg'", "400"),
            Arguments.of("a message that is a text", "'message': {", "'message': 'x', 'other': {", "400"),
            Arguments.of("no data", "'data': '<DATA>', ", "", "400"),
            Arguments.of("data that is no Base64", "<DATA>", "%%%", "400"),
            Arguments.of("data that is a number", "'<DATA>'", "7", "400"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("MESSAGES")
    void aMessageIsRead(String message, String data, String expected) {
        byte[] json = data.replace("<D>", Reading.DIGEST).replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThat(READING.changed("<DATA>", Base64.getEncoder().encodeToString(json)))
                .as(message)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ENVELOPES")
    void aDamagedEnvelopeIsRefused(String change, String from, String to, String expected) {
        assertThat(READING.changed(from, to)).as(change).isEqualTo(expected);
    }
}
