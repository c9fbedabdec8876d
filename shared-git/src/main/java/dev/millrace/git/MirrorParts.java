package dev.millrace.git;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.lib.Repository;

/**
 * All that goes with a mirror's files as they are.
 *
 * @param mended when they were made anew because they were broken; {@link Instant#MIN} if they were not
 */
record MirrorParts(MirrorDirectory directory, Wire wire, Refs refs, History history, Damage damage, Instant mended) {
    private static final Duration BETWEEN_MENDINGS = Duration.ofMinutes(5);

    static MirrorParts of(MirrorDirectory directory, Remote remote, Duration silence) {
        return of(directory, remote, silence, Instant.MIN);
    }

    private static MirrorParts of(MirrorDirectory directory, Remote remote, Duration silence, Instant mended) {
        Repository repository = directory.repository();
        Damage damage = new Damage();
        return new MirrorParts(
                directory,
                new Wire(repository, remote, silence, damage),
                new Refs(repository),
                new History(repository, damage),
                damage,
                mended);
    }

    /** Whether they are broken. Not again and again: it may be the host that sends what is broken. */
    boolean isToBeMended() {
        boolean lately =
                !mended.equals(Instant.MIN) && mended.plus(BETWEEN_MENDINGS).isAfter(Instant.now());
        return !lately && (damage.isFound() || !directory.isThere());
    }

    /** In the place of these. */
    MirrorParts anew(Remote remote, Duration silence) throws IOException {
        wire.close();
        return of(directory.anew(), remote, silence, Instant.now());
    }

    void close() {
        wire.close();
        directory.close();
    }
}
