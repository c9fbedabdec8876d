package dev.millrace.messaging.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.millrace.events.SourceChanged;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.EncodedEvent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** All readers of all topics decode their records here. */
class IncomingRecordTest {
    private static final Envelope<SourceChanged> EVENT = event("git.example/shop/web");
    private static final byte[] NOT_UTF_8 = {(byte) 0xc3, (byte) 0x28};

    static final List<Arguments> READABLE = List.of(
            headers("as published", headers -> {}),
            headers("an unknown header", headers -> headers.add("note", bytes("x"))),
            headers("an unknown header without a value", headers -> headers.add("note", null)),
            headers("an unknown header that is not UTF-8", headers -> headers.add("note", NOT_UTF_8)),
            headers("a null value after the value", headers -> headers.add("ce_id", null)),
            headers("a null trace", headers -> headers.add("traceparent", null)),
            headers("an invalid trace", headers -> headers.add("traceparent", bytes("x"))),
            headers("of a repeated header the last", headers -> {
                byte[] type = headers.lastHeader("ce_type").value();
                headers.add("ce_type", bytes("another"));
                headers.add("ce_type", type);
            }),
            headers("as many headers as allowed", headers -> {
                while (headers.toArray().length < IncomingRecord.MAX_HEADERS) {
                    headers.add("note", bytes("x"));
                }
            }));

    static final List<Arguments> UNREADABLE = List.of(
            headers("no headers", headers -> removeAll(headers), "no ce_type header: not a CloudEvent in binary mode"),
            headers("a type without a value", headers -> replace(headers, "ce_type", null), "no ce_type header"),
            headers("another type", headers -> headers.add("ce_type", bytes("x")), "unknown ce_type: x"),
            headers("a type that is not UTF-8", headers -> headers.add("ce_type", NOT_UTF_8), "ce_type is not UTF-8"),
            headers("an id that is not UTF-8", headers -> headers.add("ce_id", NOT_UTF_8), "ce_id is not UTF-8"),
            headers("another version", headers -> headers.add("ce_specversion", bytes("2")), "ce_specversion"),
            headers("a time that is none", headers -> headers.add("ce_time", bytes("now")), "invalid headers of"),
            headers("no source", headers -> replace(headers, "ce_source", null), "no ce_source header"),
            headers(
                    "too many headers",
                    headers -> {
                        for (int i = 0; i <= IncomingRecord.MAX_HEADERS; i++) {
                            headers.add("note", null);
                        }
                    },
                    "the headers exceed"),
            headers(
                    "a header that is too large",
                    headers -> {
                        headers.add("note", new byte[IncomingRecord.MAX_HEADER_BYTES]);
                    },
                    "the headers exceed"),
            headers(
                    "a header name that is too large",
                    headers -> {
                        headers.add("n".repeat(IncomingRecord.MAX_HEADER_BYTES), null);
                    },
                    "the headers exceed"));

    static final List<Arguments> VALUES = List.of(
            Arguments.of("none", null, "it is missing"),
            Arguments.of("empty", new byte[0], "value is not a"),
            Arguments.of("a JSON null", bytes("null"), "it is null"),
            Arguments.of("not UTF-8", NOT_UTF_8, "not JSON"),
            Arguments.of("an array", bytes("[]"), "mistyped value"),
            Arguments.of("deep nesting", bytes("{\"x\":" + "[".repeat(100_000)), "value is not a"),
            Arguments.of("a repository with a path of 200,000 characters", bytes(longPath()), ""));

    @ParameterizedTest(name = "{0}")
    @FieldSource("READABLE")
    void readsARecordWhateverElseItsHeadersHold(String name, Consumer<Headers> change, String reason) {
        IncomingRecord record = record("key", change, value());

        Decoded decoded = record.decode();

        assertEquals(EVENT, assertInstanceOf(Decoded.Known.class, decoded).envelope());
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("UNREADABLE")
    void givesTheReasonForWhichHeadersAreUnreadable(String name, Consumer<Headers> change, String reason) {
        assertUnreadable(record("key", change, value()), reason);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("VALUES")
    void givesTheReasonForWhichAValueIsUnreadable(String name, byte @Nullable [] value, String reason) {
        assertUnreadable(record(null, headers -> {}, value), reason);
    }

    private static void assertUnreadable(IncomingRecord record, String reason) {
        Decoded.Unreadable unreadable = assertInstanceOf(Decoded.Unreadable.class, record.decode());
        assertEquals(true, unreadable.reason().contains(reason), unreadable.reason());
    }

    static IncomingRecord record(@Nullable String key, Consumer<Headers> change, byte @Nullable [] value) {
        Headers headers = new RecordHeaders();
        EventCodec.encode(EVENT).headers().forEach((name, text) -> headers.add(name, bytes(text)));
        change.accept(headers);
        return new IncomingRecord("source.changed", 2, 7, key, headers, value);
    }

    static byte[] value() {
        return EventCodec.encode(EVENT).value();
    }

    private static Arguments headers(String name, Consumer<Headers> change) {
        return headers(name, change, "");
    }

    private static Arguments headers(String name, Consumer<Headers> change, String reason) {
        return Arguments.of(name, change, reason);
    }

    private static void replace(Headers headers, String name, byte @Nullable [] value) {
        headers.remove(name);
        headers.add(name, value);
    }

    private static void removeAll(Headers headers) {
        EventCodec.encode(EVENT).headers().keySet().forEach(headers::remove);
    }

    private static String longPath() {
        EncodedEvent encoded = EventCodec.encode(EVENT);
        return new String(encoded.value(), StandardCharsets.UTF_8)
                .replace("git.example/shop/web", "git.example" + "/a".repeat(100_000));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Envelope<SourceChanged> event(String repository) {
        RepositoryId id = new RepositoryId(repository);
        CommitId after = new CommitId("b".repeat(40));
        return Envelope.first(
                new SourceChanged(id, GitRef.branch("main"), CommitId.NONE, after, Instant.EPOCH),
                "test",
                Instant.EPOCH,
                ChainId.of(id, after),
                Optional.empty());
    }
}
