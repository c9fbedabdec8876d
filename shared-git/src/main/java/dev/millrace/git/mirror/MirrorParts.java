package dev.millrace.git.mirror;

import dev.millrace.git.RepositoryCorruption;
import dev.millrace.git.read.History;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.transport.Refs;
import dev.millrace.git.transport.RemoteClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.lib.Repository;

/**
 * The parts of an open mirror that share its files.
 *
 * @param rebuiltAt the time at which the mirror was rebuilt because it was broken; {@link Instant#MIN} if it never was
 */
record MirrorParts(
        MirrorDirectory directory,
        RemoteClient client,
        Refs refs,
        History history,
        RepositoryCorruption corruption,
        Instant rebuiltAt) {
    private static final Duration MIN_REBUILD_INTERVAL = Duration.ofMinutes(5);

    static MirrorParts of(MirrorDirectory directory, Remote remote) {
        return of(directory, remote, Instant.MIN);
    }

    private static MirrorParts of(MirrorDirectory directory, Remote remote, Instant rebuiltAt) {
        Repository repository = directory.repository();
        RepositoryCorruption corruption = new RepositoryCorruption();
        return new MirrorParts(
                directory,
                new RemoteClient(repository, remote, corruption),
                new Refs(repository),
                new History(repository, corruption),
                corruption,
                rebuiltAt);
    }

    /** Returns true if the mirror is broken and not just rebuilt: the host itself may send broken objects. */
    boolean needsRebuild() {
        boolean recently = !rebuiltAt.equals(Instant.MIN)
                && rebuiltAt.plus(MIN_REBUILD_INTERVAL).isAfter(Instant.now());
        return !recently && (corruption.isFound() || !directory.exists());
    }

    /** Creates new parts that replace these. */
    MirrorParts rebuild(Remote remote) throws IOException {
        client.close();
        return of(directory.rebuild(), remote, Instant.now());
    }

    void close() {
        client.close();
        directory.close();
    }
}
