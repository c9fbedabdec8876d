package dev.millrace.git.mirror;

import dev.millrace.git.GitUnavailable;
import java.io.IOException;
import java.nio.file.Path;

/** Operations on the directories of mirrors: a copied one may be open, a removed one must not. */
public final class MirrorFiles {
    private MirrorFiles() {}

    /**
     * Creates a mirror from another one of the same repository, so that its objects need not be fetched. A failed copy does no harm: the mirror is
     * rebuilt when it is opened.
     *
     * @param to a directory that does not exist yet
     * @throws GitUnavailable if it cannot be copied
     */
    public static void copy(Path from, Path to) {
        try {
            MirrorDirectory.copy(from, to);
        } catch (IOException e) {
            throw new GitUnavailable("copying the mirror in " + from + ": " + e.getMessage(), e);
        }
    }

    /**
     * Removes a closed mirror that is no longer needed.
     *
     * @throws GitUnavailable if it cannot be removed
     */
    public static void remove(Path directory) {
        try {
            MirrorDirectory.remove(directory);
        } catch (IOException e) {
            throw new GitUnavailable("removing the mirror in " + directory + ": " + e.getMessage(), e);
        }
    }
}
