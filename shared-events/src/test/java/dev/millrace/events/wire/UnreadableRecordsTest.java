package dev.millrace.events.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Examples;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoding an unreadable record gives a reason that contains no part of its value. */
class UnreadableRecordsTest {
    private static final EncodedEvent GOOD = EventCodec.encode(Examples.all()
            .filter(example -> example.event().equals(Examples.sourceChanged()))
            .findFirst()
            .orElseThrow());
    private static final String VALUE = new String(GOOD.value(), StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ce_type        | no ce_type header: not a CloudEvent in binary mode
            ce_specversion | ce_specversion is not 1.0
            ce_id          | invalid headers of dev.millrace.source.changed.v1: no ce_id header
            ce_source      | invalid headers of dev.millrace.source.changed.v1: no ce_source header
            ce_time        | invalid headers of dev.millrace.source.changed.v1: no ce_time header
            ce_chainid     | invalid headers of dev.millrace.source.changed.v1: no ce_chainid header
            """)
    void aMissingHeaderIsNamed(String header, String reason) {
        Map<String, String> headers = new LinkedHashMap<>(GOOD.headers());
        headers.remove(header);

        assertThat(reason(headers, VALUE)).isEqualTo(reason);
    }

    @Test
    void anUnknownTypeIsNamedInPrintableCharactersAndShortened() {
        String type = "dev.millrace.\u001b[31m" + "x".repeat(1000);

        String reason = reason(with("ce_type", type), VALUE);

        assertThat(reason).startsWith("unknown ce_type: dev.millrace.?[31mxxx").hasSizeLessThan(230);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-03-14", "2026-03-14T09:26:53"})
    void anInvalidTimeIsUnreadable(String time) {
        assertThat(reason(with("ce_time", time), VALUE))
                .startsWith("invalid headers of dev.millrace.source.changed.v1: ");
    }

    @Test
    void anInvalidTraceparentIsDropped() {
        Decoded decoded = EventCodec.decode(with("traceparent", "00-zz"), GOOD.value());

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Known.class, known -> assertThat(
                        known.envelope().trace())
                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"repository":"hunter2 is/secret"}              | invalid value at repository
            {"repository":"git.example.com/shop/web","ref":7} | missing or mistyped value at ref
            {"repository":{"hunter2":1}}                    | missing or mistyped value at repository
            {"repository": hunter2}                         | not JSON at line 1, column 16
            {"repository":"hunter2                          | not JSON at line 1, column 23
            {}                                              | missing or mistyped value at repository
            []                                              | missing or mistyped value at line 1, column 1
            "hunter2"                                       | missing or mistyped value at line 1, column 1
            null                                            | it is null
            """)
    void aReasonHasAPositionButQuotesNothing(String value, String reason) {
        String actual = reason(GOOD.headers(), value);

        assertThat(actual)
                .isEqualTo("value is not a dev.millrace.source.changed.v1: " + reason)
                .doesNotContain("hunter2");
    }

    @Test
    void aMissingTimeIsNamedByItsField() {
        String without = VALUE.replaceFirst(",\"seenAt\":\"[^\"]*\"", "");

        assertThat(reason(GOOD.headers(), without)).endsWith("missing or mistyped value at seenAt");
    }

    @Test
    void anotherDocumentAfterTheFirstIsUnreadable() {
        assertThat(reason(GOOD.headers(), VALUE + " {}")).startsWith("value is not a ");
    }

    @Test
    void aRecordWithoutAValueIsUnreadable() {
        assertThat(reason(GOOD.headers(), null))
                .isEqualTo("value is not a dev.millrace.source.changed.v1: it is missing");
        assertThat(reason(GOOD.headers(), "")).startsWith("value is not a dev.millrace.source.changed.v1: ");
    }

    @Test
    void deepNestingIsUnreadableWithoutACrash() {
        String deep = VALUE.replaceFirst("\\{", "{\"later\":" + "[".repeat(100_000));

        assertThat(reason(GOOD.headers(), deep)).startsWith("value is not a ");
    }

    @Test
    void bytesThatAreNotUtf8AreUnreadable() {
        byte[] bytes = VALUE.getBytes(StandardCharsets.UTF_8);
        bytes[20] = (byte) 0xff;

        assertThat(EventCodec.decode(GOOD.headers(), bytes)).isInstanceOf(Decoded.Unreadable.class);
    }

    private static Map<String, String> with(String header, String value) {
        Map<String, String> headers = new LinkedHashMap<>(GOOD.headers());
        headers.put(header, value);
        return headers;
    }

    private static String reason(Map<String, String> headers, @Nullable String value) {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        return switch (EventCodec.decode(headers, bytes)) {
            case Decoded.Unreadable(String reason) -> reason;
            case Decoded.Known(var envelope) -> throw new AssertionError("was decoded: " + envelope);
        };
    }
}
