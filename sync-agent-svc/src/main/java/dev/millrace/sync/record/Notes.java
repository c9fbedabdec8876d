package dev.millrace.sync.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.events.Health;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.record.Ledger.Answered;
import dev.millrace.sync.state.Failure;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The agent's own notes in a record, as text: the applied revision, the running attempt, the reason why the last one failed. */
final class Notes {
    private static final String REVISION = "revision";
    private static final String RUNNING = "running";
    private static final String FAILURE = "failure";
    private static final String FAILURE_KIND = "failureKind";
    private static final String RETRY_AT = "again";
    private static final String NOTICE = "notice";
    private static final String PUBLISHED_HEALTH = "publishedHealth";
    private static final String ANSWERED = "answered";
    private static final String LINE = "line";
    private static final String PENDING_CLAIMS = "wanted";

    /** Written by {@link Ledger#acknowledged} alone. */
    static final String LAST_EVENTS = "lastEvents";

    /** Written by {@link DriftNote#on} alone. */
    static final String DRIFT = "drift";

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
                new RecordNotes(
                        Optional.ofNullable(notes.get(REVISION)).map(CommitId::new),
                        read(notes, RUNNING, Attempt.class),
                        failure(notes),
                        Optional.ofNullable(notes.get(RETRY_AT)).map(Instant::parse),
                        read(notes, ANSWERED, Answered.class),
                        Optional.ofNullable(notes.get(LINE)),
                        pendingClaims(record),
                        notes.getOrDefault(NOTICE, ""),
                        constant(Health.values(), notes.get(PUBLISHED_HEALTH))));
    }

    /** A record of an older version has no kind: the failure counts as a refusal, which a retry may resolve. */
    private static Optional<Failure> failure(Map<String, String> notes) {
        return Optional.ofNullable(notes.get(FAILURE))
                .map(message -> new Failure(
                        constant(Failure.Kind.values(), notes.get(FAILURE_KIND)).orElse(Failure.Kind.REFUSED),
                        message));
    }

    private static <E extends Enum<E>> Optional<E> constant(E[] all, @Nullable String name) {
        return Arrays.stream(all).filter(one -> one.name().equals(name)).findFirst();
    }

    /** Returns the identities of the objects that an application declares and another one has. */
    static Set<String> pendingClaims(AppliedRecord record) {
        String pendingClaims = record.notes().get(PENDING_CLAIMS);
        return pendingClaims == null ? Set.of() : Set.of(pendingClaims.split("\n"));
    }

    static AppliedRecord write(Ledger ledger) {
        Map<String, String> notes = new HashMap<>();
        for (String kept : List.of(LAST_EVENTS, DRIFT)) {
            Optional.ofNullable(ledger.record().notes().get(kept)).ifPresent(value -> notes.put(kept, value));
        }
        ledger.revision().ifPresent(revision -> notes.put(REVISION, revision.value()));
        ledger.running().ifPresent(attempt -> notes.put(RUNNING, json(attempt)));
        ledger.failure().ifPresent(failure -> {
            notes.put(FAILURE, failure.message());
            notes.put(FAILURE_KIND, failure.kind().name());
        });
        ledger.noted().retryAt().ifPresent(at -> notes.put(RETRY_AT, at.toString()));
        if (!ledger.noted().notice().isEmpty()) {
            notes.put(NOTICE, ledger.noted().notice());
        }
        ledger.noted().publishedHealth().ifPresent(health -> notes.put(PUBLISHED_HEALTH, health.name()));
        ledger.noted().answered().ifPresent(answered -> notes.put(ANSWERED, json(answered)));
        ledger.noted().line().ifPresent(line -> notes.put(LINE, line));
        if (!ledger.noted().pendingClaims().isEmpty()) {
            notes.put(
                    PENDING_CLAIMS,
                    ledger.noted().pendingClaims().stream().sorted().collect(Collectors.joining("\n")));
        }
        return ledger.record().noting(notes);
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a note can always be written as JSON", e);
        }
    }

    /** A note that this version can't read counts as absent: the attempt is repeated. */
    static <T> Optional<T> read(Map<String, String> notes, String key, Class<T> type) {
        String json = notes.get(key);
        if (json == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.readValue(json, type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
