package dev.millrace.sync.quarantine;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The suspects of all ends of processes, by the uid of their Applications. */
record Suspects(Map<String, Suspect> byUid) {
    static final Suspects NONE = new Suspects(Map.of());

    /** More are dropped, the oldest first. */
    static final int MAX = 1_000;

    private static final int FIELDS = 8;

    Suspects {
        byUid = Collections.unmodifiableMap(new LinkedHashMap<>(byUid));
    }

    /** Returns the suspects after an end of the process during these passes. */
    Suspects after(Map<String, Version> passes, Instant now) {
        Map<String, Suspect> all = new LinkedHashMap<>(byUid);
        all.values().removeIf(suspect -> suspect.isForgotten(now));
        long again = passes.entrySet().stream()
                .filter(pass -> isKnown(all.get(pass.getKey()), pass.getValue()))
                .count();
        passes.forEach((uid, version) -> {
            Suspect before = all.remove(uid);
            all.put(
                    uid,
                    before != null && isKnown(before, version)
                            ? before.again(again == 1, version, now)
                            : Suspect.first(passes.size() == 1, version, now));
        });
        List<String> oldestFirst = new ArrayList<>(all.keySet());
        oldestFirst.subList(0, Math.max(0, all.size() - MAX)).forEach(all::remove);
        return new Suspects(all);
    }

    /** An Application that a user has changed in between is another suspect. */
    private static boolean isKnown(@Nullable Suspect before, Version now) {
        return before != null && now.isSameAs(before.version());
    }

    Optional<Suspect> of(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    Suspects with(String uid, Suspect suspect) {
        Map<String, Suspect> all = new LinkedHashMap<>(byUid);
        all.put(uid, suspect);
        return new Suspects(all);
    }

    Suspects without(String uid) {
        Map<String, Suspect> all = new LinkedHashMap<>(byUid);
        all.remove(uid);
        return new Suspects(all);
    }

    List<String> encoded() {
        return byUid.entrySet().stream()
                .map(entry -> encoded(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String encoded(String uid, Suspect suspect) {
        Version version = suspect.version();
        return "%s %d %s %d %s %s %s %s"
                .formatted(
                        uid,
                        suspect.deaths(),
                        suspect.alone(),
                        version.generation(),
                        version.request(),
                        version.commit(),
                        suspect.last(),
                        suspect.released());
    }

    /** Reads what {@link #encoded()} returned; any other line is left out. */
    static Suspects parse(List<String> lines) {
        Map<String, Suspect> all = new LinkedHashMap<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields.length == FIELDS) {
                parse(fields).ifPresent(suspect -> all.put(fields[0], suspect));
            }
        }
        return new Suspects(all);
    }

    private static Optional<Suspect> parse(String[] fields) {
        try {
            Version version = new Version(Long.parseLong(fields[3]), fields[4], fields[5]);
            return Optional.of(new Suspect(
                    Integer.parseInt(fields[1]),
                    Boolean.parseBoolean(fields[2]),
                    version,
                    Instant.parse(fields[6]),
                    Boolean.parseBoolean(fields[7])));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
