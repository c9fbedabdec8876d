package dev.millrace.cluster.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.Event;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.EncodedEvent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Encodes and decodes records: an index, and chunks named after their content, so that a change to one object changes only the index and the
 * chunk that the object's identity belongs to.
 */
final class RecordCodec {
    private static final int FORMAT = 1;
    private static final TypeReference<List<AppliedObject>> OBJECTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> READ_SET = new TypeReference<>() {};

    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    /**
     * A record as bytes.
     *
     * @param index compressed
     * @param chunks compressed, by name
     */
    record Encoded(byte[] index, Map<String, byte[]> chunks) {}

    private record Index(
            int format,
            ApplicationId application,
            String applicationUid,
            Optional<CommitId> revision,
            long attempt,
            Optional<ChainId> chain,
            Optional<EventId> causation,
            boolean heal,
            Salt salt,
            Intent intent,
            String rendererVersion,
            Map<String, String> notes,
            List<OutboxEntry> outbox,
            List<List<String>> objects,
            List<String> readSet) {}

    private record OutboxEntry(String topic, String key, Map<String, String> headers, byte[] value) {}

    private RecordCodec() {}

    static Encoded encode(AppliedRecord record) {
        Map<String, byte[]> chunks = new TreeMap<>();
        List<List<String>> objects = new ArrayList<>();
        Buckets.of(record.objects()).forEach(bucket -> objects.add(Chunks.cut(bucket, chunks)));
        List<String> readSet = Chunks.cut(Compression.compress(json(record.readSet())), chunks);
        Index index = new Index(
                FORMAT,
                record.application(),
                record.applicationUid(),
                record.revision(),
                record.attempt(),
                record.chain(),
                record.causation(),
                record.heal(),
                record.salt(),
                record.intent(),
                record.rendererVersion(),
                record.notes(),
                record.outbox().stream().map(RecordCodec::outboxEntry).toList(),
                objects,
                readSet);
        return new Encoded(Compression.compress(json(index)), chunks);
    }

    /** Returns the names of the chunks that an index needs. */
    static List<String> chunksOf(byte[] index) throws IOException {
        Index read = index(index);
        List<String> names = new ArrayList<>(read.readSet());
        read.objects().forEach(names::addAll);
        return names;
    }

    /**
     * Returns the decoded record.
     *
     * @throws IOException if the bytes differ from what was written
     */
    static AppliedRecord decode(byte[] index, Map<String, byte[]> chunks) throws IOException {
        Index read = index(index);
        List<AppliedObject> objects = new ArrayList<>();
        for (List<String> bucket : read.objects()) {
            objects.addAll(JSON.readValue(Compression.expand(Chunks.join(bucket, chunks)), OBJECTS));
        }
        return new AppliedRecord(
                read.application(),
                read.applicationUid(),
                read.revision(),
                read.attempt(),
                read.chain(),
                read.causation(),
                read.heal(),
                read.salt(),
                read.intent(),
                objects,
                JSON.readValue(Compression.expand(Chunks.join(read.readSet(), chunks)), READ_SET),
                read.rendererVersion(),
                read.notes(),
                outboxEvents(read.outbox()));
    }

    private static Index index(byte[] bytes) throws IOException {
        Index read = JSON.readValue(Compression.expand(bytes), Index.class);
        if (read.format() != FORMAT) {
            throw new IOException("its format is " + read.format() + ", this version reads " + FORMAT);
        }
        return read;
    }

    private static OutboxEntry outboxEntry(Envelope<? extends Event> envelope) {
        EncodedEvent encoded = EventCodec.encode(envelope);
        return new OutboxEntry(encoded.topic(), encoded.key(), encoded.headers(), encoded.value());
    }

    private static List<Envelope<? extends Event>> outboxEvents(List<OutboxEntry> outbox) throws IOException {
        List<Envelope<? extends Event>> envelopes = new ArrayList<>();
        for (OutboxEntry entry : outbox) {
            switch (EventCodec.decode(entry.headers(), entry.value())) {
                case Decoded.Known known -> envelopes.add(known.envelope());
                case Decoded.Unreadable unreadable ->
                    throw new IOException("an event in its outbox: " + unreadable.reason());
            }
        }
        return envelopes;
    }

    static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new IllegalStateException("a record can always be written as JSON", e);
        }
    }
}
