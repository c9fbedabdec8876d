package dev.millrace.drift.notice;

import dev.millrace.cluster.notice.Notice;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.ApplicationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The events that no notice covers yet, by application. A notice is due when nothing came for a short time, at the latest after {@link #MAX_WAIT}, and
 * a minute after the one before it. Thread-safe.
 */
final class GatheredNotices {
    static final Duration QUIET = Duration.ofSeconds(5);
    static final Duration MAX_WAIT = Duration.ofSeconds(30);
    static final Duration BETWEEN = Duration.ofMinutes(1);
    static final int MAX_APPLICATIONS = 10_000;

    private static final int MAX_OBJECTS = 5;
    private static final int MAX_FIELDS = 3;

    private static final class Pending {
        private final ApplicationId application;
        private final Instant since;
        private Instant last;
        private int drifted;
        private int resolved;
        private final List<DriftDetected> shown = new ArrayList<>();

        Pending(ApplicationId application, Instant since) {
            this.application = application;
            this.since = since;
            this.last = since;
        }

        void add(DriftDetected event, Instant now) {
            last = now;
            if (event.change() == Change.Resolved) {
                resolved++;
            } else {
                drifted++;
                if (shown.size() < MAX_OBJECTS) {
                    shown.add(event);
                }
            }
        }
    }

    private final Map<String, Pending> pending = new HashMap<>();
    private final Map<String, Instant> written = new HashMap<>();

    /** Adds an event that was published. Beyond the limit of applications, it has no notice. */
    synchronized void add(DriftDetected event, Instant now) {
        String uid = event.applicationUid();
        if (pending.size() < MAX_APPLICATIONS || pending.containsKey(uid)) {
            pending.computeIfAbsent(uid, first -> new Pending(event.application(), now))
                    .add(event, now);
        }
    }

    /** Removes and returns the notices that are due. */
    synchronized List<Notice> due(Instant now) {
        written.values().removeIf(at -> !now.isBefore(at.plus(BETWEEN)));
        List<Notice> due = new ArrayList<>();
        pending.entrySet().removeIf(entry -> {
            if (!isDue(entry.getValue(), now) || written.containsKey(entry.getKey())) {
                return false;
            }
            written.put(entry.getKey(), now);
            due.add(notice(entry.getKey(), entry.getValue()));
            return true;
        });
        return due;
    }

    private static boolean isDue(Pending one, Instant now) {
        return !now.isBefore(one.last.plus(QUIET)) || !now.isBefore(one.since.plus(MAX_WAIT));
    }

    private static Notice notice(String uid, Pending one) {
        boolean warning = one.drifted > 0;
        List<String> parts = new ArrayList<>();
        if (warning) {
            parts.add("drift detected: " + one.drifted + ": "
                    + one.shown.stream().map(GatheredNotices::shown).collect(Collectors.joining(", "))
                    + (one.drifted > one.shown.size() ? ", …" : ""));
        }
        if (one.resolved > 0) {
            parts.add("drift resolved: " + one.resolved);
        }
        return new Notice(
                one.application, uid, warning, warning ? "DriftDetected" : "DriftResolved", String.join("; ", parts));
    }

    private static String shown(DriftDetected event) {
        String fields =
                event.fields().stream().limit(MAX_FIELDS).map(FieldDrift::path).collect(Collectors.joining(", "));
        return event.object() + " " + event.change() + (fields.isEmpty() ? "" : " (" + fields + ")");
    }
}
