package dev.millrace.git.transport;

import dev.millrace.http.ConnectionErrors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.RemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;

/**
 * Words for errors of Git transports. Messages of the library are not repeated: they quote the answer, which comes from whatever server the address
 * leads to. Only the error of a server that speaks Git is shown, bounded and printable.
 */
final class TransportErrors {
    private static final int MAX_LENGTH = 200;
    private static final Pattern STATUS = Pattern.compile(": ([1-5][0-9]{2})(?: |$)");
    private static final String NO_SPACE = "No space left on device";
    private static final List<String> CREDENTIALS_REJECTED = List.of(
            "not authorized",
            "not permitted",
            "Authentication is required",
            "authentication not supported",
            "Cannot log in");

    private TransportErrors() {}

    static boolean areCredentialsRejected(IOException error) {
        return causes(error)
                .flatMap(one -> Stream.ofNullable(one.getMessage()))
                .anyMatch(message -> CREDENTIALS_REJECTED.stream().anyMatch(message::contains));
    }

    /** @param masked removes secrets from a text of the host */
    static String words(IOException error, UnaryOperator<String> masked) {
        return ofTheMirror(error)
                .or(() -> ConnectionErrors.words(error))
                .or(() -> ofTheServer(error, masked))
                .orElse("the answer is not Git's");
    }

    /** An error of our own disk. */
    private static Optional<String> ofTheMirror(IOException error) {
        if (causes(error).anyMatch(one -> String.valueOf(one.getMessage()).contains(NO_SPACE))) {
            return Optional.of("the mirror can't be written: " + NO_SPACE);
        }
        return causes(error)
                .filter(one -> one instanceof FileSystemException || one instanceof FileNotFoundException)
                .filter(one -> !String.valueOf(one.getMessage()).startsWith("http")) // the JDK's form of a 404
                .map(one -> "the mirror can't be read or written: " + one.getMessage())
                .findFirst();
    }

    private static Optional<String> ofTheServer(IOException error, UnaryOperator<String> masked) {
        if (error instanceof RemoteRepositoryException) {
            return Optional.of("the host answered: " + printable(masked.apply(afterAddress(error))));
        }
        if (error instanceof TooLargePackException || error instanceof TooLargeObjectInPackException) {
            return Optional.of("the repository is larger than the limit");
        }
        if (error instanceof NoRemoteRepositoryException) {
            return Optional.of("not found: there is no such repository, or no access to it");
        }
        if (String.valueOf(error.getMessage()).contains("redirect")) {
            return Optional.of("the host answered with a redirect, which is not followed; use the final address");
        }
        Matcher status = STATUS.matcher(String.valueOf(error.getMessage()));
        return status.find() ? Optional.of("the host answered " + status.group(1)) : Optional.empty();
    }

    private static String afterAddress(IOException error) {
        String message = String.valueOf(error.getMessage());
        return message.substring(message.indexOf(": ") + 1);
    }

    /** Returns a text of a Git host as one bounded line. */
    static String printable(String text) {
        String line = text.replaceAll("[^!-~]+", " ").strip();
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(Optional.of(error), Optional::isPresent, one -> one.map(Throwable::getCause))
                .flatMap(Optional::stream)
                .limit(20);
    }
}
