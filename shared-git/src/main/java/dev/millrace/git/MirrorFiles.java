package dev.millrace.git;

import java.io.IOException;
import java.nio.file.Path;

/** What is done to the directories of mirrors: to copy one, it may be open; to remove it, not. */
public final class MirrorFiles {
    private MirrorFiles() {}

    /**
     * Makes a mirror from another one of the same repository, so that nothing which that has need be fetched. What can't be copied is no
     * harm: the mirror is made anew when it is opened.
     *
     * @param to a directory that is not there yet
     * @throws GitUnavailable if it can't be copied
     */
    public static void copy(Path from, Path to) {
        try {
            MirrorDirectory.copy(from, to);
        } catch (IOException e) {
            throw new GitUnavailable("copying the mirror in " + from + ": " + e.getMessage(), e);
        }
    }

    /**
     * Removes a mirror that is closed and needed no longer.
     *
     * @throws GitUnavailable if it can't be removed
     */
    public static void remove(Path directory) {
        try {
            MirrorDirectory.remove(directory);
        } catch (IOException e) {
            throw new GitUnavailable("removing the mirror in " + directory + ": " + e.getMessage(), e);
        }
    }
}
