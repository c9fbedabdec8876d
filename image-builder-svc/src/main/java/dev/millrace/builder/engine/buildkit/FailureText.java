package dev.millrace.builder.engine.buildkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reason of a failed build, from the last lines of {@code buildctl}'s output. */
final class FailureText {
    private static final int MAX_LINES = 60;
    /** More of a line than any reason shows. */
    private static final int MAX_LINE = 4_096;

    private static final int MAX_REASON = 600;
    private static final int MAX_MESSAGE = 400;
    private static final String ERROR = "error: failed to solve: ";
    private static final Pattern PLACE = Pattern.compile("([^\\s:]{1,200}):([0-9]{1,7})");
    private static final Pattern EXIT = Pattern.compile("\" did not complete successfully: exit code: ([0-9]{1,3})");
    private static final Pattern DENIED = Pattern.compile("source \"([^\"]{1,300})\".* denied by policy.*");
    private static final int KILLED = 137;

    private final Deque<String> lines = new ArrayDeque<>();
    private final String platforms;

    /** The error with its further lines: it has the text of the command that failed. */
    private final StringBuilder error = new StringBuilder();

    private Optional<Integer> exitStatus = Optional.empty();

    /** For a build of these platforms. */
    FailureText(String platforms) {
        this.platforms = platforms;
    }

    /** Remembers a line of the output. */
    synchronized void accept(String output) {
        String line = output.substring(0, Math.min(output.length(), MAX_LINE));
        lines.addLast(line);
        if (lines.size() > MAX_LINES) {
            lines.removeFirst();
        }
        if (line.startsWith(ERROR)) {
            error.setLength(0);
            error.append(line.substring(ERROR.length()));
        } else if (!error.isEmpty() && error.length() < MAX_MESSAGE) {
            error.append(' ').append(line.strip());
        }
        Matcher exit = EXIT.matcher(line);
        if (!error.isEmpty() && exit.find()) {
            exitStatus = Optional.of(Integer.parseInt(exit.group(1)));
        }
    }

    /**
     * One sentence about the failure, with the line of the Dockerfile; empty if the output has no error.
     *
     * @param reachedLimit the limit that the build reached, for users
     */
    synchronized Optional<String> reason(Optional<String> reachedLimit) {
        return error().map(message -> {
            String sentence = reachedLimit
                    .map(limit -> shortened(message, MAX_MESSAGE) + "; it reached its limit of " + limit)
                    .orElseGet(() -> sentence(message));
            String placed = place().map(place -> place + ": " + sentence).orElse(sentence);
            return shortened(placed, MAX_REASON);
        });
    }

    private static String shortened(String text, int max) {
        return text.length() > max ? text.substring(0, max) + "…" : text;
    }

    /** The exit status of the command that failed; empty if the failure is another one. */
    synchronized Optional<Integer> exitStatus() {
        return exitStatus;
    }

    private String sentence(String message) {
        if (lines.stream().anyMatch(line -> line.contains("exec format error"))) {
            return "a command can't be run on this host; for another platform (" + platforms
                    + ") it needs an emulator (qemu with binfmt_misc); cross-build with FROM --platform=$BUILDPLATFORM, or install the emulator";
        }
        Matcher denied = DENIED.matcher(message);
        if (denied.find()) {
            return "fetching " + denied.group(1) + " is not allowed; add the file to the repository, or its host to"
                    + " millrace.builder.buildkit.download-hosts";
        }
        if (message.contains("network.host") || message.contains("security.insecure")) {
            return message + "; builds have no access to this host";
        }
        if (exitStatus.equals(Optional.of(KILLED))) {
            return message + "; it was killed, possibly at its memory limit";
        }
        return message;
    }

    private Optional<String> error() {
        return error.isEmpty() ? Optional.empty() : Optional.of(error.toString());
    }

    /** The place as BuildKit prints it: the name of the file and the line, then a line of dashes. */
    private Optional<String> place() {
        List<String> all = List.copyOf(lines);
        for (int i = all.size() - 2; i >= 0; i--) {
            if (all.get(i + 1).startsWith("--------")
                    && PLACE.matcher(all.get(i)).matches()) {
                return Optional.of(all.get(i));
            }
        }
        return Optional.empty();
    }
}
