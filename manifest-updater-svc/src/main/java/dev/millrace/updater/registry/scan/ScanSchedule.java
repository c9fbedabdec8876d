package dev.millrace.updater.registry.scan;

import dev.millrace.events.value.ImageName;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The schedule of registry scans. Not thread-safe; reads no clock. */
final class ScanSchedule {
    private static final Duration SOONEST = Duration.ofSeconds(5);
    private static final Duration LATEST = Duration.ofMinutes(10);
    private static final Duration FORGOTTEN = Duration.ofMinutes(30);

    private record Key(String repository, String policy) {}

    private record Entry(Policy policy, Optional<Instant> due, int failures) {}

    private record Waiting(Instant since, Instant last) {}

    private final Map<Key, Entry> entries = new HashMap<>();
    private final Map<ImageName, Waiting> waiting = new HashMap<>();

    /** Returns true if a scan is due. A new or changed policy is due at once. */
    boolean isDue(String repository, Policy policy, Instant now) {
        Entry entry = entries.get(new Key(repository, policy.name()));
        return entry == null
                || !entry.policy().equals(policy)
                || entry.due().filter(due -> !due.isAfter(now)).isPresent();
    }

    /** Marks the start of a scan, so that no second one runs beside it. */
    void begin(String repository, Policy policy) {
        int failures = Optional.ofNullable(entries.get(new Key(repository, policy.name())))
                .map(Entry::failures)
                .orElse(0);
        entries.put(new Key(repository, policy.name()), new Entry(policy, Optional.empty(), failures));
    }

    /** Marks the end of a scan: the next one is due by the policy's interval, or earlier after a failure or while a signature is missing. */
    void end(String repository, Policy policy, boolean failed, Instant now) {
        Key key = new Key(repository, policy.name());
        Entry before = entries.get(key);
        int failures = failed && before != null ? Math.min(before.failures() + 1, 20) : 0;
        Optional<Instant> due = failed
                ? Optional.of(now.plus(pause(failures)))
                : policy.versions().scanInterval().map(now::plus);
        Optional<Instant> asked = before == null ? Optional.empty() : before.due();
        entries.put(key, new Entry(policy, earlier(due, asked), failures));
    }

    private static Duration pause(int failures) {
        Duration pause = SOONEST.multipliedBy(1L << Math.min(failures - 1, 10));
        return pause.compareTo(LATEST) > 0 ? LATEST : pause;
    }

    /** Schedules scans for the policies of an unverified image, with pauses as long as it has waited already. */
    void refused(ImageName image, Instant now) {
        Optional<Waiting> before = Optional.ofNullable(waiting.get(image))
                .filter(one -> !one.last().plus(FORGOTTEN).isBefore(now));
        Waiting since = new Waiting(before.map(Waiting::since).orElse(now), now);
        waiting.put(image, since);
        Duration waited = Duration.between(since.since(), now);
        Duration pause = waited.compareTo(SOONEST) < 0 ? SOONEST : waited;
        Instant due = now.plus(pause.compareTo(LATEST) > 0 ? LATEST : pause);
        entries.replaceAll((key, entry) -> isAbout(entry.policy(), image)
                ? new Entry(entry.policy(), earlier(Optional.of(due), entry.due()), entry.failures())
                : entry);
    }

    private static boolean isAbout(Policy policy, ImageName image) {
        return policy.image().equals(image) && !policy.versions().verification().equals(Verification.NONE);
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent()
                ? (one.get().isBefore(other.get()) ? one : other)
                : one.or(() -> other);
    }
}
