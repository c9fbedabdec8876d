package dev.millrace.cluster.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.Event;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static final CommitId COMMIT = new CommitId("c".repeat(40));
    private static final ChainId CHAIN = ChainId.of(RepositoryId.parse("https://git.example.com/shop/config"), COMMIT);

    private static AppliedRecord readAgain(AppliedRecord record) throws IOException {
        RecordCodec.Encoded encoded = RecordCodec.encode(record);
        return RecordCodec.decode(encoded.index(), encoded.chunks());
    }

    private static AppliedRecord large(int objects, int size) {
        AppliedRecord record = Records.empty("uid-1");
        for (int i = 0; i < objects; i++) {
            record = record.having(Records.object("object-" + i, Records.noise(i, size)));
        }
        return record;
    }

    @Test
    void aRecordIsReadAsItWasWritten() throws IOException {
        DriftDetected untold = new DriftDetected(
                Records.WEB,
                "uid-1",
                Records.configMap("a"),
                Optional.of("uid-a"),
                DriftDetected.Change.Missing,
                List.of(),
                Optional.of(COMMIT),
                Optional.empty(),
                true,
                Instant.parse("2026-01-01T00:00:00Z"));
        Envelope<? extends Event> envelope = Envelope.first(
                untold, "sync-agent-svc", Instant.parse("2026-01-01T00:00:01Z"), CHAIN, Optional.empty());
        AppliedRecord record = Records.empty("uid-1")
                .attempting(7, COMMIT, CHAIN, Optional.of(EventId.of("x", "y")), true)
                .intending(new Intent(Set.of(Records.configMap("new")), Set.of(Records.configMap("old")), Set.of()))
                .having(Records.object("b", "1"))
                .having(Records.object("a", "2"))
                .having(Records.object("b", "3"))
                .rendered(Map.of("file:web/a.yaml", "abc"), "kustomize 5.8.2")
                .noting(Map.of("started", "now"))
                .publishing(List.of(envelope));

        AppliedRecord again = readAgain(record);

        assertThat(again).isEqualTo(record);
        assertThat(again.objects()).extracting(object -> object.ref().name()).containsExactly("a", "b");
    }

    @Test
    void anObjectsWaveAndThatItRemovesItselfAreReadAsTheyWereWritten() throws IOException {
        AppliedObject job = AppliedObject.of(
                        Records.configMap("job"),
                        "h",
                        Records.json("{\"metadata\": {\"uid\": \"u\"}, \"spec\": {\"ttlSecondsAfterFinished\": 0}}"),
                        Records.SALT)
                .inWave(-3);

        AppliedObject again =
                readAgain(Records.empty("uid-1").having(job)).objects().getFirst();

        assertThat(again).isEqualTo(job);
        assertThat(again.wave()).isEqualTo(-3);
        assertThat(again.selfRemoving()).isTrue();
    }

    @Test
    void anObjectOfNoWaveIsWrittenAndReadAsByVersionsThatKnowNone() throws IOException {
        AppliedObject object = Records.object("a", "1");

        String json = new String(RecordCodec.json(object), StandardCharsets.UTF_8);
        AppliedObject ofNewer = RecordCodec.JSON.readValue(
                json.replaceFirst("\\{", "{\"unknown\": 1, \"wave\": 2,"), AppliedObject.class);

        assertThat(json).doesNotContain("wave", "selfRemoving");
        assertThat(RecordCodec.JSON.readValue(json, AppliedObject.class)).isEqualTo(object);
        assertThat(ofNewer).isEqualTo(object.inWave(2));
    }

    @Test
    void anEmptyRecordIsReadAsItWasWritten() throws IOException {
        AppliedRecord record = Records.empty("uid-1");

        assertThat(readAgain(record)).isEqualTo(record);
    }

    @Test
    void aChangedObjectChangesOneChunk() {
        AppliedRecord before = large(40, 40_000);

        RecordCodec.Encoded first = RecordCodec.encode(before);
        RecordCodec.Encoded second = RecordCodec.encode(before.having(Records.object("object-7", "other")));

        assertThat(first.chunks().size()).isGreaterThan(4);
        Set<String> gone = new HashSet<>(first.chunks().keySet());
        gone.removeAll(second.chunks().keySet());
        assertThat(gone).hasSize(1);
    }

    @Test
    void noChunkIsLargerThanItMayBe() throws IOException {
        AppliedRecord record = large(2, 900_000);

        RecordCodec.Encoded encoded = RecordCodec.encode(record);

        assertThat(encoded.chunks().values()).allMatch(chunk -> chunk.length <= Chunks.MAX_BYTES);
        assertThat(RecordCodec.decode(encoded.index(), encoded.chunks())).isEqualTo(record);
    }

    @Test
    void theSameRecordGivesTheSameBytes() {
        AppliedRecord record = large(3, 100);

        assertThat(RecordCodec.encode(record).index())
                .isEqualTo(RecordCodec.encode(record).index());
    }

    @Test
    void aDamagedChunkIsNoticed() {
        RecordCodec.Encoded encoded = RecordCodec.encode(large(3, 100));
        Map<String, byte[]> damaged = new HashMap<>(encoded.chunks());
        damaged.replaceAll((name, bytes) -> new byte[] {1, 2, 3});

        assertThatThrownBy(() -> RecordCodec.decode(encoded.index(), damaged)).isInstanceOf(IOException.class);
    }
}
