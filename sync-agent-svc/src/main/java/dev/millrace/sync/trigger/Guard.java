package dev.millrace.sync.trigger;

import dev.millrace.sync.Subject;
import dev.millrace.sync.diff.Diffs;
import dev.millrace.sync.quarantine.Admission;
import dev.millrace.sync.quarantine.Mark;
import dev.millrace.sync.quarantine.Quarantine;
import dev.millrace.sync.quarantine.Version;
import dev.millrace.sync.state.Triggers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Marks all work on an Application that may end the process, and leaves out that on an Application that did. */
final class Guard {
    private final Quarantine quarantine;
    private final WorkQueue queue;
    private final Clock clock;

    Guard(Quarantine quarantine, WorkQueue queue, Clock clock) {
        this.quarantine = quarantine;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Runs a pass. That of a deleted Application renders nothing, and always runs.
     *
     * @param work the pass, with all triggers that waited for it
     * @param setAside is called with the reason if the pass may not run
     * @return the time until the next pass
     */
    Optional<Duration> pass(
            Subject subject,
            Triggers triggers,
            Function<Triggers, Optional<Duration>> work,
            Consumer<String> setAside) {
        Version version = version(subject, triggers);
        Admission admission = subject.asked().deletion()
                ? new Admission.Run(quarantine.mark(subject.uid(), version), triggers)
                : quarantine.enter(subject.uid(), version, triggers);
        return switch (admission) {
            case Admission.Run(Mark mark, Triggers all) -> run(subject, mark, triggers, all, work);
            case Admission.Wait wait -> Optional.of(Quarantine.PATIENCE);
            case Admission.SetAside(String reason, Optional<Instant> until) -> {
                setAside.accept(reason);
                yield until.map(at -> Duration.between(clock.instant(), at));
            }
        };
    }

    private Optional<Duration> run(
            Subject subject, Mark mark, Triggers newest, Triggers all, Function<Triggers, Optional<Duration>> work) {
        try (mark) {
            Optional<Duration> next = work.apply(all);
            quarantine.completed(subject.uid());
            return next;
        } catch (RuntimeException | Error e) {
            if (!all.equals(newest)) {
                queue.ask(subject.uid(), all); // the queue repeats only the newest
            }
            throw e;
        } finally {
            quarantine.waiting().forEach(queue::ask);
        }
    }

    /** Does work that nobody waits for. */
    void unlessSetAside(Subject subject, Triggers triggers, Runnable work) {
        Version version = version(subject, triggers);
        if (quarantine.setAside(subject.uid(), version).isEmpty()) {
            marked(subject.uid(), version, () -> {
                work.run();
                return true;
            });
        }
    }

    /**
     * Computes a user's request.
     *
     * @throws Diffs.Impossible if the Application is set aside
     */
    <T> T marked(Subject subject, Supplier<T> work) {
        Version version = version(subject, Triggers.NONE);
        quarantine.setAside(subject.uid(), version).ifPresent(reason -> {
            throw new Diffs.Impossible(reason);
        });
        return marked(subject.uid(), version, work);
    }

    private <T> T marked(String uid, Version version, Supplier<T> work) {
        Mark mark = quarantine.mark(uid, version);
        try (mark) {
            return work.get();
        }
    }

    /** The Application needs nothing more. */
    void settled(String uid) {
        quarantine.settled(uid);
    }

    /** The Application is gone. */
    void forget(String uid) {
        quarantine.forget(uid);
    }

    private static Version version(Subject subject, Triggers triggers) {
        return Version.of(subject.generation(), subject.asked().sync(), triggers.commit());
    }
}
