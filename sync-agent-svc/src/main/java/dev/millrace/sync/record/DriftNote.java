package dev.millrace.sync.record;

import dev.millrace.sync.state.DriftState;
import dev.millrace.sync.state.HealHistory;
import dev.millrace.sync.state.OpenDrift;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The drift that an agent has to know after a restart: what is to be restored, and what is left alone for a while.
 *
 * @param open by identity; all objects are compared at a start, so that this may be a part of a large number
 * @param heals the objects whose restoration was refused or contested
 */
public record DriftNote(Map<String, OpenDrift> open, HealHistory heals) {
    private static final DriftNote NOTHING = new DriftNote(Map.of(), HealHistory.NONE);

    private static final int MAX_OBJECTS = 200;

    public DriftNote {
        open = Map.copyOf(open);
    }

    /** Returns the note of an earlier process; one that this version can't read counts as absent. */
    public static DriftNote in(Ledger ledger) {
        return Notes.read(ledger.record().notes(), Notes.DRIFT, DriftNote.class).orElse(NOTHING);
    }

    /** Returns the ledger with this note. */
    public Ledger on(Ledger ledger) {
        Map<String, String> notes = new HashMap<>(ledger.record().notes());
        if (equals(NOTHING)) {
            notes.remove(Notes.DRIFT);
        } else {
            notes.put(Notes.DRIFT, Notes.json(this));
        }
        return new Ledger(ledger.record().noting(notes), ledger.noted());
    }

    /** Returns the note about the drift that is known. */
    public static DriftNote of(DriftState drift) {
        Map<String, HealHistory.Entry> paused = new HashMap<>();
        drift.heals().objects().forEach((identity, entry) -> {
            if (entry.pausedUntil().isAfter(Instant.EPOCH)) {
                paused.put(
                        identity,
                        new HealHistory.Entry(
                                List.of(),
                                entry.contests(),
                                entry.refusals(),
                                entry.pausedUntil(),
                                Duration.ZERO,
                                Instant.EPOCH));
            }
        });
        Map<String, OpenDrift> open = new HashMap<>(drift.open());
        open.values().removeIf(one -> !one.isToBeHealed());
        return new DriftNote(first(open), new HealHistory(first(paused)));
    }

    private static <T> Map<String, T> first(Map<String, T> all) {
        return all.size() <= MAX_OBJECTS
                ? all
                : all.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .limit(MAX_OBJECTS)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
