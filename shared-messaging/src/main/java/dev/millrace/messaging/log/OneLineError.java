package dev.millrace.messaging.log;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An error as it is printed: with the same stack trace and causes, and each message in one line. */
final class OneLineError extends Throwable {
    private static final int MAX_DEPTH = 50;

    private final String text;

    private OneLineError(Throwable error, @Nullable Throwable cause) {
        super(error.getMessage(), cause, true, true);
        this.text = OneLine.of(error.toString());
        setStackTrace(error.getStackTrace());
    }

    /** Returns the error itself if all its messages have one line. */
    static Throwable of(Throwable error) {
        return isOneLine(error, seen()) ? error : copy(error, seen());
    }

    private static boolean isOneLine(@Nullable Throwable error, Set<Throwable> seen) {
        if (error == null || !seen.add(error)) {
            return true;
        }
        String text = error.toString();
        if (seen.size() > MAX_DEPTH || text.chars().anyMatch(OneLine::isEscaped)) {
            return false;
        }
        for (Throwable suppressed : error.getSuppressed()) {
            if (!isOneLine(suppressed, seen)) {
                return false;
            }
        }
        return isOneLine(error.getCause(), seen);
    }

    private static OneLineError copy(Throwable error, Set<Throwable> seen) {
        seen.add(error);
        Throwable cause = error.getCause();
        OneLineError copy = new OneLineError(error, cause != null && isCopied(cause, seen) ? copy(cause, seen) : null);
        for (Throwable suppressed : error.getSuppressed()) {
            if (isCopied(suppressed, seen)) {
                copy.addSuppressed(copy(suppressed, seen));
            }
        }
        return copy;
    }

    private static boolean isCopied(Throwable error, Set<Throwable> seen) {
        return seen.size() <= MAX_DEPTH && !seen.contains(error);
    }

    private static Set<Throwable> seen() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    @SuppressWarnings("OverrideThrowableToString") // it is printed with the name of the class of the error
    @Override
    public String toString() {
        return text;
    }
}
