package dev.millrace.git;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.lib.Repository;

/**
 * The parts of an open mirror that share its files.
 *
 * @param rebuiltAt the time at which the mirror was rebuilt because it was broken; {@link Instant#MIN} if it never was
 */
record MirrorParts(MirrorDirectory directory, Wire wire, Refs refs, History history, Damage damage, Instant rebuiltAt) {
    private static final Duration MIN_REBUILD_INTERVAL = Duration.ofMinutes(5);

    static MirrorParts of(MirrorDirectory directory, Remote remote, Duration silence) {
        return of(directory, remote, silence, Instant.MIN);
    }

    private static MirrorParts of(MirrorDirectory directory, Remote remote, Duration silence, Instant rebuiltAt) {
        Repository repository = directory.repository();
        Damage damage = new Damage();
        return new MirrorParts(
                directory,
                new Wire(repository, remote, silence, damage),
                new Refs(repository),
                new History(repository, damage),
                damage,
                rebuiltAt);
    }

    /** Returns true if the mirror is broken and not just rebuilt: the host itself may send broken objects. */
    boolean needsRebuild() {
        boolean lately = !rebuiltAt.equals(Instant.MIN)
                && rebuiltAt.plus(MIN_REBUILD_INTERVAL).isAfter(Instant.now());
        return !lately && (damage.isFound() || !directory.isThere());
    }

    /** Creates new parts that replace these. */
    MirrorParts rebuild(Remote remote, Duration silence) throws IOException {
        wire.close();
        return of(directory.rebuild(), remote, silence, Instant.now());
    }

    void close() {
        wire.close();
        directory.close();
    }
}
