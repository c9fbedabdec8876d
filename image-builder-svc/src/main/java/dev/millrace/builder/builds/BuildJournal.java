package dev.millrace.builder.builds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest builds of this process, newest first; the logs of older ones are removed. Thread-safe. */
public final class BuildJournal {
    private final Path folder;
    private final Redactor redactor;
    private final BuildLog.Bounds bounds;
    private final int most;
    private final Clock clock;
    private final Map<String, BuildRecord> records = new LinkedHashMap<>();

    /**
     * A journal without entries; logs that an earlier process left in the folder are removed.
     *
     * @param most how many builds are remembered
     */
    public BuildJournal(Path folder, Redactor redactor, BuildLog.Bounds bounds, int most, Clock clock) {
        this.folder = folder;
        this.redactor = redactor;
        this.bounds = bounds;
        this.most = most;
        this.clock = clock;
        try {
            Files.createDirectories(folder);
            try (var left = Files.list(folder)) {
                left.filter(Files::isRegularFile).forEach(BuildJournal::remove);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("preparing the folder of build logs " + folder, e);
        }
    }

    /** A build begins; a former one of this id is forgotten. */
    public synchronized BuildLog begin(BuildRecord build) {
        records.remove(build.id());
        records.put(build.id(), build);
        while (records.size() > most) {
            String oldest = records.keySet().iterator().next();
            records.remove(oldest);
            remove(file(oldest));
        }
        return new BuildLog(file(build.id()), redactor, bounds);
    }

    /** A build came to its end. */
    public synchronized void end(String id, BuildRecord.State how, String outcome) {
        records.computeIfPresent(id, (key, build) -> build.ended(how, redactor.redact(outcome), clock.instant()));
    }

    public synchronized List<BuildRecord> newestFirst() {
        return List.copyOf(records.values()).reversed();
    }

    /** Where a build's log stands; empty if there is no such build. */
    public synchronized Optional<Path> log(String id) {
        return Optional.ofNullable(records.get(id))
                .map(build -> file(build.id()))
                .filter(Files::exists);
    }

    private Path file(String id) {
        return folder.resolve(id + ".log");
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("removing the build log " + file, e);
        }
    }
}
