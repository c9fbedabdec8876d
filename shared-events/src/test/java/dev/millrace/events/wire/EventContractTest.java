package dev.millrace.events.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire format matches the golden files, which change by addition only. */
class EventContractTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void anEventIsEncodedAsInItsGoldenFile(Golden golden) throws IOException {
        EncodedEvent encoded = EventCodec.encode(golden.envelope());

        String value = new String(encoded.value(), StandardCharsets.UTF_8);
        assertThat(value).isEqualTo(golden.value().toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void aRecordHasTheTopicKeyAndHeadersOfItsGoldenFile(Golden golden) throws IOException {
        EncodedEvent encoded = EventCodec.encode(golden.envelope());

        Map<String, Object> record = new LinkedHashMap<>();
        record.put("topic", encoded.topic());
        record.put("key", encoded.key());
        record.put("headers", encoded.headers());
        assertThat(Golden.JSON.valueToTree(record).toString())
                .isEqualTo(golden.record().toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void aGoldenFileIsDecodedAsItsEvent(Golden golden) throws IOException {
        Decoded decoded =
                EventCodec.decode(golden.headers(), golden.value().toString().getBytes(StandardCharsets.UTF_8));

        assertThat(decoded).isEqualTo(new Decoded.Known(golden.envelope()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void aDecodedEventIsEncodedToTheSameBytes(Golden golden) {
        EncodedEvent first = EventCodec.encode(golden.envelope());
        Envelope<? extends Event> read = known(EventCodec.decode(first.headers(), first.value()));

        EncodedEvent again = EventCodec.encode(read);

        assertThat(again.value()).isEqualTo(first.value());
        assertThat(again.headers()).isEqualTo(first.headers());
    }

    private static Envelope<? extends Event> known(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Known(Envelope<? extends Event> envelope) -> envelope;
            case Decoded.Unreadable(String reason) -> throw new AssertionError(reason);
        };
    }
}
