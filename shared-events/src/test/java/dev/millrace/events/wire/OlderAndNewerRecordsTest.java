package dev.millrace.events.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.Event;
import dev.millrace.events.Examples;
import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.SyncCompleted;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Services are updated one at a time and topics keep records for a month, so records of other versions must be readable. */
class OlderAndNewerRecordsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void fieldsOfALaterVersionAreIgnoredAtEveryDepth(Golden golden) throws IOException {
        JsonNode later = golden.value().deepCopy();
        addEverywhere(later);

        assertThat(read(golden, later)).isEqualTo(golden.envelope().event());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void headersOfALaterVersionAreIgnored(Golden golden) throws IOException {
        Map<String, String> headers = new TreeMap<>(golden.headers());
        headers.put("ce_addedlater", "whatever");

        Decoded decoded = EventCodec.decode(headers, bytes(golden.value()));

        assertThat(decoded).isEqualTo(new Decoded.Known(golden.envelope()));
    }

    /** A field that is added later is absent in older records and is read as empty there. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.millrace.events.wire.Golden#all")
    void absentListsAndOptionalsAreEmpty(Golden golden) throws Exception {
        Event full = golden.envelope().event();
        for (RecordComponent part : full.getClass().getRecordComponents()) {
            boolean list = part.getType() == List.class;
            boolean dependent = List.of("reverts", "resolves").contains(part.getName());
            if (dependent || (!list && part.getType() != Optional.class)) {
                continue;
            }
            ObjectNode older = golden.value().deepCopy();
            older.remove(part.getName());

            Event read = read(golden, older);

            assertThat(part.getAccessor().invoke(read)).isEqualTo(list ? List.of() : Optional.empty());
        }
    }

    @Test
    void aDriftOfASecretIsReadBackAsPublished() {
        DriftDetected published = drift(new FieldDrift(
                "data.password",
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.of("kubectl-edit"),
                Optional.of("Update"),
                Optional.of(Instant.parse("2026-03-14T09:27:22Z"))));
        Envelope<? extends Event> envelope = golden("drift.detected").envelope();
        EncodedEvent encoded = EventCodec.encode(envelope.followedBy(published, "drift-detector-svc", envelope.time()));

        Decoded decoded = EventCodec.decode(encoded.headers(), encoded.value());

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Known.class, known -> assertThat(
                        known.envelope().event())
                .isEqualTo(published));
    }

    @Test
    void aNullValueIsAbsent() throws IOException {
        Golden golden = golden("drift.detected");
        ObjectNode withNull = golden.value().deepCopy();
        ((ObjectNode) withNull.at("/fields/1")).putNull("live");

        assertThat(read(golden, withNull)).isEqualTo(golden.envelope().event());
    }

    private static DriftDetected drift(FieldDrift field) {
        return new DriftDetected(
                Examples.APPLICATION,
                Examples.UID,
                Examples.DEPLOYMENT,
                Optional.empty(),
                DriftDetected.Change.Modified,
                List.of(field),
                Optional.empty(),
                Optional.empty(),
                true,
                Instant.parse("2026-03-14T09:27:23Z"));
    }

    @Test
    void valuesOfALaterVersionAreReadAsOther() throws IOException {
        SyncCompleted synced = (SyncCompleted) withValue("sync.completed", "/", "trigger", "tide");
        BuildFailed failed = (BuildFailed) withValue("build.failed", "/", "stage", "scan");
        HealthChanged changed = (HealthChanged) withValue("health.changed", "/", "to", "Hibernating");
        SyncCompleted acted = (SyncCompleted) withValue("sync.completed", "/changed/0", "action", "repaired");
        SyncCompleted broke = (SyncCompleted) withValue("sync.completed", "/failures/0", "kind", "gremlins");
        DriftDetected drifted = (DriftDetected) withValue("drift.detected", "/", "change", "Renamed");

        assertThat(synced.trigger()).isEqualTo(SyncCompleted.Trigger.OTHER);
        assertThat(failed.stage()).isEqualTo(BuildFailed.Stage.OTHER);
        assertThat(changed.to()).isEqualTo(Health.Unknown);
        assertThat(acted.changed().getFirst().action()).isEqualTo(SyncCompleted.Action.OTHER);
        assertThat(broke.failures().getFirst().kind()).isEqualTo(SyncCompleted.FailureKind.OTHER);
        assertThat(drifted.change()).isEqualTo(DriftDetected.Change.OTHER);
    }

    @Test
    void anUnknownOutcomeIsUnreadable() throws IOException {
        Golden golden = golden("sync.completed");
        ObjectNode unknown = golden.value().deepCopy();
        unknown.put("outcome", "Postponed");

        Decoded decoded = EventCodec.decode(golden.headers(), bytes(unknown));

        assertThat(decoded)
                .isEqualTo(new Decoded.Unreadable(
                        "value is not a dev.millrace.sync.completed.v1: missing or mistyped value at outcome"));
    }

    private static Event withValue(String topic, String pointer, String field, String value) throws IOException {
        Golden golden = golden(topic);
        JsonNode later = golden.value().deepCopy();
        ((ObjectNode) (pointer.equals("/") ? later : later.at(pointer))).put(field, value);
        return read(golden, later);
    }

    private static Golden golden(String topic) {
        return Golden.all()
                .filter(golden -> golden.toString().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static Event read(Golden golden, JsonNode value) throws IOException {
        return switch (EventCodec.decode(golden.headers(), bytes(value))) {
            case Decoded.Known(Envelope<? extends Event> envelope) -> envelope.event();
            case Decoded.Unreadable(String reason) -> throw new AssertionError(reason);
        };
    }

    /** Adds a field to each object of the contract, except in the free values of a drifted field. */
    private static void addEverywhere(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                object.properties().forEach(field -> {
                    if (!List.of("desired", "live").contains(field.getKey())) {
                        addEverywhere(field.getValue());
                    }
                });
                object.putObject("addedLater").put("deep", true);
            }
            case ArrayNode array -> array.forEach(OlderAndNewerRecordsTest::addEverywhere);
            default -> {}
        }
    }

    private static byte[] bytes(JsonNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
