package dev.millrace.git;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.CorruptPackIndexException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.errors.PackMismatchException;

/** The corruption of one mirror, as far as it was noticed: missing or corrupt objects. */
public final class RepositoryCorruption {
    private static final List<Class<? extends Throwable>> OBJECTS =
            List.of(MissingObjectException.class, CorruptObjectException.class);
    private static final List<Class<? extends Throwable>> FILES = List.of(
            CorruptPackIndexException.class,
            PackInvalidException.class,
            PackMismatchException.class,
            EOFException.class,
            NoSuchFileException.class,
            FileNotFoundException.class);

    private volatile boolean found;

    /** Checks a failed read, which a corrupt object or file may have caused. */
    public GitUnavailable unreadable(String what, IOException e) {
        checkObjects(e);
        found |= isAny(FILES, e);
        return new GitUnavailable(what, e);
    }

    /** Checks a failed request to the host, which missing objects in the mirror may have caused. */
    public void checkObjects(IOException e) {
        found |= isAny(OBJECTS, e);
    }

    private static boolean isAny(List<Class<? extends Throwable>> kinds, IOException e) {
        return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> kinds.stream().anyMatch(kind -> kind.isInstance(cause)));
    }

    /** Records that the caller misses an object. */
    public void suspect() {
        found = true;
    }

    public boolean isFound() {
        return found;
    }
}
