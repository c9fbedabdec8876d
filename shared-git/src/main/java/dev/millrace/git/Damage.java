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

/** The damage found in a mirror's files so far: missing or corrupt objects. */
final class Damage {
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

    /** Records a failed read, which may be caused by damage. */
    GitUnavailable during(String what, IOException e) {
        inObjects(e);
        found |= isAny(FILES, e);
        return new GitUnavailable(what, e);
    }

    /** Records a failed exchange with the host, which may be caused by missing objects in the mirror. */
    void inObjects(IOException e) {
        found |= isAny(OBJECTS, e);
    }

    private static boolean isAny(List<Class<? extends Throwable>> kinds, IOException e) {
        return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> kinds.stream().anyMatch(kind -> kind.isInstance(cause)));
    }

    void suspect() {
        found = true;
    }

    boolean isFound() {
        return found;
    }
}
