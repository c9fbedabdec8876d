package dev.millrace.builder.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The latest builds of this process, newest first. The logs of older builds are removed. Thread-safe. */
public final class BuildJournal {
    private final Path folder;
    private final Redactor redactor;
    private final BuildLog.Bounds bounds;
    private final int maxBuilds;
    private final Clock clock;
    private final Map<String, BuildRecord> records = new LinkedHashMap<>();
    private final Map<String, BuildLog> logs = new HashMap<>();

    /**
     * Creates an empty journal and removes the logs of an earlier process from the folder.
     *
     * @param maxBuilds the number of builds to keep
     */
    public BuildJournal(Path folder, Redactor redactor, BuildLog.Bounds bounds, int maxBuilds, Clock clock) {
        this.folder = folder;
        this.redactor = redactor;
        this.bounds = bounds;
        this.maxBuilds = maxBuilds;
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

    /** Starts a build. An earlier build with the same id is removed. */
    public synchronized BuildLog begin(BuildRecord build) {
        records.remove(build.id());
        records.put(build.id(), build);
        while (records.size() > maxBuilds) {
            String oldest = records.keySet().iterator().next();
            records.remove(oldest);
            logs.remove(oldest);
            remove(file(oldest));
        }
        BuildLog log = new BuildLog(file(build.id()), redactor, bounds);
        logs.put(build.id(), log);
        return log;
    }

    /** Ends a build. */
    public synchronized void end(String id, BuildRecord.State state, String outcome) {
        records.computeIfPresent(id, (key, build) -> build.ended(state, redactor.redact(outcome), clock.instant()));
    }

    public synchronized List<BuildRecord> newestFirst() {
        return List.copyOf(records.values()).reversed();
    }

    /** The build with this id; empty if there is none. */
    public synchronized Optional<BuildRecord> build(String id) {
        return Optional.ofNullable(records.get(id));
    }

    /** The id of the last build of an image from a commit; empty if there is none. */
    public synchronized Optional<String> id(BuildKey key) {
        return newestFirst().stream()
                .filter(build -> new BuildKey(build.repository(), build.commit(), build.image()).equals(key))
                .map(BuildRecord::id)
                .findFirst();
    }

    /** The file of a build's log; empty if there is no such build. */
    public synchronized Optional<Path> log(String id) {
        return Optional.ofNullable(records.get(id))
                .map(build -> file(build.id()))
                .filter(Files::exists);
    }

    /** Follows the log of a build from its beginning; empty if there is no such build. */
    public Optional<FollowedLog> follow(String id) throws IOException {
        Optional<Path> file = log(id);
        return file.isEmpty() ? Optional.empty() : Optional.of(new FollowedLog(file.get(), writing(id)));
    }

    private synchronized @Nullable BuildLog writing(String id) {
        return logs.get(id);
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
