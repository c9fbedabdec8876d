package dev.millrace.events.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.millrace.events.BuildAttempted;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftState;
import dev.millrace.events.Event;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.ImagePushed;
import dev.millrace.events.PolicyState;
import dev.millrace.events.SourceChanged;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.Topic;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.Traceparent;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes events as records and decodes them: CloudEvents 1.0, Kafka protocol binding 1.0.2, binary content mode ({@code ce_*} headers, the event
 * itself as a plain JSON value). Unknown fields and headers are ignored.
 */
public final class EventCodec {
    private static final String SPEC_VERSION = "1.0";
    private static final int MAX_SHOWN_LENGTH = 200;

    private static final Map<String, Class<? extends Event>> TYPES = Map.ofEntries(
            Map.entry(typeOf(Topic.SOURCE_CHANGED), SourceChanged.class),
            Map.entry(typeOf(Topic.BUILD_ATTEMPTED), BuildAttempted.class),
            Map.entry(typeOf(Topic.IMAGE_PUSHED), ImagePushed.class),
            Map.entry(typeOf(Topic.UPDATE_REQUESTED), UpdateRequested.class),
            Map.entry(typeOf(Topic.IMAGE_BUILT), ImageBuilt.class),
            Map.entry(typeOf(Topic.BUILD_FAILED), BuildFailed.class),
            Map.entry(typeOf(Topic.CONFIG_COMMITTED), ConfigCommitted.class),
            Map.entry(typeOf(Topic.SYNC_COMPLETED), SyncCompleted.class),
            Map.entry(typeOf(Topic.HEALTH_CHANGED), HealthChanged.class),
            Map.entry(typeOf(Topic.DRIFT_DETECTED), DriftDetected.class),
            Map.entry(typeOf(Topic.DRIFT_STATE), DriftState.class),
            Map.entry(typeOf(Topic.POLICY_STATE), PolicyState.class));

    /** Older records lack a list that was added to an event later. */
    private static final JsonSetter.Value ABSENT_IS_EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .withConfigOverride(List.class, lists -> lists.setSetterInfo(ABSENT_IS_EMPTY))
            .build();

    private EventCodec() {}

    /** The {@code ce_type} of the events of a topic. */
    public static String typeOf(Topic topic) {
        return "dev.millrace." + topic.topicName() + ".v1";
    }

    /** The {@code ce_dataschema} of the events of a topic. */
    public static String schemaOf(Topic topic) {
        return "https://millrace.dev/schemas/" + topic.topicName() + ".v1.json";
    }

    /** Encodes an event as a record. */
    public static EncodedEvent encode(Envelope<? extends Event> envelope) {
        Event event = envelope.event();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", SPEC_VERSION);
        headers.put("ce_id", event.id().value());
        headers.put("ce_type", typeOf(event.topic()));
        headers.put("ce_source", "/millrace/" + envelope.source());
        headers.put("ce_subject", event.subject());
        headers.put("ce_time", envelope.time().toString());
        headers.put("ce_dataschema", schemaOf(event.topic()));
        headers.put("ce_chainid", envelope.chain().value());
        envelope.causation().ifPresent(cause -> headers.put("ce_causationid", cause.value()));
        headers.put("content-type", "application/json");
        envelope.trace().ifPresent(trace -> headers.put("traceparent", trace.value()));
        return new EncodedEvent(event.topic().topicName(), event.key(), headers, json(event));
    }

    /** Decodes a record. Never throws: an unreadable record is a result, and its reason contains no part of the record's value. */
    public static Decoded decode(Map<String, String> headers, byte @Nullable [] value) {
        String type = headers.get("ce_type");
        if (type == null) {
            return new Decoded.Unreadable("no ce_type header: not a CloudEvent in binary mode");
        }
        Class<? extends Event> known = TYPES.get(type);
        if (known == null) {
            return new Decoded.Unreadable("unknown ce_type: " + printable(type));
        }
        if (!SPEC_VERSION.equals(headers.get("ce_specversion"))) {
            return new Decoded.Unreadable("ce_specversion is not 1.0");
        }
        if (value == null) {
            return new Decoded.Unreadable("value is not a " + type + ": it is missing");
        }
        try {
            Event event = JSON.readValue(value, known);
            return event == null
                    ? new Decoded.Unreadable("value is not a " + type + ": it is null")
                    : new Decoded.Known(envelope(headers, event));
        } catch (IOException e) {
            return new Decoded.Unreadable("value is not a " + type + ": " + UnreadableJson.reason(e));
        } catch (IllegalArgumentException | DateTimeException e) {
            return new Decoded.Unreadable("invalid headers of " + type + ": " + printable(e.getMessage()));
        }
    }

    private static <E extends Event> Envelope<E> envelope(Map<String, String> headers, E event) {
        required(headers, "ce_id");
        String source = required(headers, "ce_source").replaceFirst("^/millrace/", "");
        return new Envelope<>(
                event,
                source,
                time(required(headers, "ce_time")),
                new ChainId(required(headers, "ce_chainid")),
                Optional.ofNullable(headers.get("ce_causationid")).map(EventId::new),
                Optional.ofNullable(headers.get("traceparent"))
                        .filter(Traceparent::isValid)
                        .map(Traceparent::new));
    }

    private static String required(Map<String, String> headers, String name) {
        String value = headers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name + " header");
        }
        return value;
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** An untrusted header in a form that is safe for a log line. */
    private static String printable(@Nullable String text) {
        String printable = String.valueOf(text).replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= MAX_SHOWN_LENGTH ? printable : printable.substring(0, MAX_SHOWN_LENGTH) + "…";
    }

    private static byte[] json(Event event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event can always be written as JSON: " + event.subject(), e);
        }
    }
}
