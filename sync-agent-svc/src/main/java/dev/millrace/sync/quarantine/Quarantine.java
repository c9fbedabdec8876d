package dev.millrace.sync.quarantine;

import dev.millrace.sync.state.Triggers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides which Applications may be reconciled, by the ends of earlier processes in the same work directory. Suspects run one at a time until each has
 * completed a pass. Marks that can't be stored hold up nothing. Thread-safe.
 */
public final class Quarantine implements AutoCloseable {
    /** A suspect that runs for longer doesn't hold up the others. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(Quarantine.class);

    private final Path file;
    private final @Nullable PassFile passes;
    private final Clock clock;
    private Suspects suspects;

    /** The suspects that have completed a pass in this process. */
    private final Set<String> cleared = new HashSet<>();

    /** The suspects that run, with the times when they began. */
    private final Map<String, Instant> running = new HashMap<>();

    /** The triggers of suspects that wait for others to end, or for the time from which their commit is tried. */
    private final Map<String, Triggers> waiting = new HashMap<>();

    private Quarantine(Path file, @Nullable PassFile passes, Suspects suspects, Clock clock) {
        this.file = file;
        this.passes = passes;
        this.suspects = suspects;
        this.clock = clock;
    }

    /** Returns the quarantine of the agent that works in that directory. */
    public static Quarantine in(Path directory, Clock clock) {
        Path file = directory.resolve("suspects");
        try {
            PassFile passes = PassFile.open(directory);
            Quarantine quarantine = new Quarantine(file, passes, read(file), clock);
            quarantine.begin(passes.left());
            return quarantine;
        } catch (IOException e) {
            LOG.warnf(
                    "no Application is set aside if it ends the process: directory=%s error=%s",
                    directory, e.getMessage());
            return new Quarantine(file, null, Suspects.NONE, clock);
        }
    }

    private static Suspects read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Suspects.NONE;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return Suspects.parse(lines.limit(Suspects.MAX).toList());
        } catch (UncheckedIOException e) { // not text
            return Suspects.NONE;
        }
    }

    private synchronized void begin(Map<String, Version> left) {
        if (left.isEmpty()) {
            return;
        }
        suspects = suspects.after(left, clock.instant());
        store();
        List<String> setAside = suspects.byUid().entrySet().stream()
                .filter(one -> one.getValue().isSetAside())
                .map(Map.Entry::getKey)
                .toList();
        LOG.errorf(
                "the process ended while it reconciled applications, they are reconciled one at a time: uids=%s setAside=%s",
                left.keySet(), setAside);
    }

    /** Asks to reconcile an Application. The mark of the answer has to be closed, and {@link #completed} called. */
    public synchronized Admission enter(String uid, Version version, Triggers triggers) {
        Triggers before = waiting.remove(uid);
        Triggers all = before == null ? triggers : before.and(triggers);
        Version now = version.naming(all.commit());
        Optional<String> setAside = setAside(uid, now);
        if (setAside.isPresent()) {
            return new Admission.SetAside(setAside.get(), until(uid, now, all));
        }
        boolean isSuspect = suspects.of(uid).isPresent() && !cleared.contains(uid);
        Instant at = clock.instant();
        if (isSuspect
                && running.values().stream()
                        .anyMatch(since -> since.plus(PATIENCE).isAfter(at))) {
            waiting.put(uid, all);
            return new Admission.Wait();
        }
        if (isSuspect) {
            running.put(uid, at);
        }
        return new Admission.Run(mark(uid, now, isSuspect), all);
    }

    /** A commit that comes soon after an end of the process waits. */
    private Optional<Instant> until(String uid, Version now, Triggers triggers) {
        Optional<Suspect> suspect = suspects.of(uid).filter(one -> !now.isSameAs(one.version()));
        suspect.ifPresent(one -> waiting.put(uid, triggers));
        return suspect.map(Suspect::releasedByCommitFrom);
    }

    /** Returns why an Application is set aside; empty if it isn't. One that a user has changed gets another try. */
    public synchronized Optional<String> setAside(String uid, Version version) {
        Optional<Suspect> found = suspects.of(uid).filter(Suspect::isSetAside);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Suspect suspect = found.get();
        boolean isChanged = !version.isSameResource(suspect.version())
                || (!version.isSameAs(suspect.version()) && !clock.instant().isBefore(suspect.releasedByCommitFrom()));
        if (!isChanged) {
            return Optional.of("set aside: the agent ended " + suspect.deaths()
                    + " times while it reconciled this Application; commit a fix, change the spec, or set the annotation"
                    + " millrace.dev/sync to a new value, and it is reconciled once more");
        }
        suspects = suspects.with(uid, suspect.released(version));
        store();
        LOG.warnf("an application that ended the process was changed, and is reconciled once more: uid=%s", uid);
        return Optional.empty();
    }

    /** Marks other work on an Application than its reconciliation. */
    public synchronized Mark mark(String uid, Version version) {
        return mark(uid, version, false);
    }

    private Mark mark(String uid, Version version, boolean suspect) {
        return new Mark(this, uid, slot(uid, version), suspect);
    }

    private int slot(String uid, Version version) {
        try {
            return passes == null ? PassFile.NO_SLOT : passes.begin(uid, version);
        } catch (IOException e) {
            LOG.debugf("a pass is not marked: error=%s", e.getMessage());
            return PassFile.NO_SLOT;
        }
    }

    /** Notes that a pass over an Application came to its end: it no longer holds up other suspects. */
    public synchronized void completed(String uid) {
        if (suspects.of(uid).isPresent()) {
            cleared.add(uid);
        }
    }

    /** Notes that an Application needs nothing more: it did not end the process. */
    public synchronized void settled(String uid) {
        if (suspects.of(uid).filter(suspect -> !suspect.isSetAside()).isPresent()) {
            suspects = suspects.without(uid);
            store();
        }
    }

    synchronized void end(Mark mark) {
        if (mark.suspect) {
            running.remove(mark.uid);
        }
        try {
            if (passes != null) {
                passes.end(mark.slot);
            }
        } catch (IOException e) {
            LOG.debugf("the mark of a pass is not removed: error=%s", e.getMessage());
        }
    }

    /** Returns the suspects that waited, with their triggers, if they may be reconciled now. */
    public synchronized Map<String, Triggers> waiting() {
        if (!running.isEmpty() || waiting.isEmpty()) {
            return Map.of();
        }
        Map<String, Triggers> free = new HashMap<>(waiting);
        free.keySet()
                .removeIf(uid -> suspects.of(uid).filter(Suspect::isSetAside).isPresent());
        return free;
    }

    /** Forgets an Application that is gone. */
    public synchronized void forget(String uid) {
        waiting.remove(uid);
        cleared.remove(uid);
        if (suspects.of(uid).isPresent()) {
            suspects = suspects.without(uid);
            store();
        }
    }

    private void store() {
        try {
            Path next = file.resolveSibling("suspects.next");
            Files.write(next, suspects.encoded());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warnf("applications that ended the process not stored: file=%s error=%s", file, e.getMessage());
        }
    }

    /** An end in order: what runs now is no suspect. */
    @Override
    public synchronized void close() {
        try {
            if (passes != null) {
                passes.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("closing the marks of passes", e);
        }
    }
}
