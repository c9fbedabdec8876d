package dev.millrace.sync.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.value.CommitId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the agent notes for itself in a record: the applied revision, the running attempt, why the last one failed. */
final class Notes {
    private static final String REVISION = "revision";
    private static final String RUNNING = "running";
    private static final String FAILURE = "failure";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Notes() {}

    static Ledger read(AppliedRecord record) {
        Map<String, String> notes = record.notes();
        return new Ledger(
                record,
                Optional.ofNullable(notes.get(REVISION)).map(CommitId::new),
                Optional.ofNullable(notes.get(RUNNING)).flatMap(Notes::attempt),
                notes.getOrDefault(FAILURE, ""));
    }

    static AppliedRecord write(Ledger ledger) {
        Map<String, String> notes = new HashMap<>();
        ledger.revision().ifPresent(revision -> notes.put(REVISION, revision.value()));
        ledger.running().ifPresent(attempt -> notes.put(RUNNING, json(attempt)));
        if (!ledger.failure().isEmpty()) {
            notes.put(FAILURE, ledger.failure());
        }
        return ledger.record().noting(notes);
    }

    private static String json(Attempt attempt) {
        try {
            return JSON.writeValueAsString(attempt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an attempt can always be written as JSON", e);
        }
    }

    /** What another version wrote and this one can't read is an attempt that has to be made again. */
    private static Optional<Attempt> attempt(String json) {
        try {
            return Optional.of(JSON.readValue(json, Attempt.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
