package dev.millrace.sync.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.Event;
import dev.millrace.events.Topic;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.EncodedEvent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The last event of each topic that Kafka has acknowledged for an application, as a note: the last outcome and the last change of health. Each agent
 * that takes over publishes them again, because Kafka may have lost them.
 */
final class LastEvents {
    /** In characters, for each event. A larger one is not kept: a record is limited by what a Secret can hold. */
    static final int MAX_SIZE = 64 << 10;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<Entry>> ENTRIES = new TypeReference<>() {};

    private record Entry(Map<String, String> headers, String value) {}

    private LastEvents() {}

    /** Returns the events of a note; none if it can't be read. */
    static List<Envelope<? extends Event>> read(@Nullable String note) {
        List<Envelope<? extends Event>> events = new ArrayList<>();
        for (Entry entry : entries(note)) {
            if (EventCodec.decode(entry.headers(), entry.value().getBytes(StandardCharsets.UTF_8))
                    instanceof Decoded.Known(Envelope<? extends Event> envelope)) {
                events.add(envelope);
            }
        }
        return events;
    }

    /** Returns the note after these events were acknowledged. */
    static String after(@Nullable String note, List<Envelope<? extends Event>> acknowledged) {
        SequencedMap<Topic, Envelope<? extends Event>> last = new LinkedHashMap<>();
        read(note).forEach(one -> last.putLast(one.event().topic(), one));
        acknowledged.forEach(one -> last.putLast(one.event().topic(), one));
        List<Entry> entries = last.values().stream()
                .map(EventCodec::encode)
                .map(LastEvents::entry)
                .filter(entry -> entry.value().length() <= MAX_SIZE)
                .toList();
        try {
            return JSON.writeValueAsString(entries);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a note can always be written as JSON", e);
        }
    }

    private static Entry entry(EncodedEvent encoded) {
        return new Entry(encoded.headers(), new String(encoded.value(), StandardCharsets.UTF_8));
    }

    private static List<Entry> entries(@Nullable String note) {
        try {
            return note == null ? List.of() : JSON.readValue(note, ENTRIES);
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }
}
