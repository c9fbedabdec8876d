package dev.millrace.sync.quarantine;

import dev.millrace.events.value.CommitId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A process that is killed while it reconciles Applications: its marks stay in the work directory. */
public final class KilledProcess {
    private KilledProcess() {}

    /** Leaves the marks of these Applications, each at its first generation. */
    public static void during(Path directory, Clock clock, String... uids) {
        leave(directory, clock, Version.of(1, Optional.empty(), Optional.empty()), List.of(uids));
    }

    static void leave(Path directory, Clock clock, Version version, List<String> uids) {
        Path file = directory.resolve("passes");
        try {
            Quarantine quarantine = Quarantine.in(directory, clock);
            uids.forEach(uid -> quarantine.mark(uid, version));
            byte[] marks = Files.readAllBytes(file);
            quarantine.close();
            Files.write(file, marks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Version at(CommitId commit) {
        return Version.of(1, Optional.empty(), Optional.of(commit));
    }
}
