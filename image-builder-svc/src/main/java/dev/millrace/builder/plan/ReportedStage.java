package dev.millrace.builder.plan;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A stage whose failing command doesn't end the build, so that its reports can still be exported: each command runs in {@link #RUNNER}.
 *
 * <p>The runner is the stage's shell ({@code SHELL}): commands in JSON form, which have no shell, end the build as usual.
 */
final class ReportedStage {
    /** The file with the exit status and the text of the first command that failed; empty if none did. */
    static final String STATUS = "/millrace/status";

    /** Runs its arguments, unless a command before has failed; records a failure in place of its own. */
    static final String RUNNER = "[ -s " + STATUS + " ] && exit 0; \"$@\"; s=$?; [ $s -eq 0 ] ||"
            + " { for c; do :; done; printf '%s\\n%s' $s \"$c\" > " + STATUS + " || exit $s; }";

    private static final String DEFAULT_SHELL = "\"/bin/sh\", \"-c\"]";

    private final List<String> lines;
    private final List<Instruction> instructions;

    /** The shells of the stages so far, which a stage on top of one inherits; each as the rest of a JSON list. */
    private final Map<String, String> shells = new HashMap<>();

    private String name = "";
    private String shell = DEFAULT_SHELL;

    private ReportedStage(List<String> lines) {
        this.lines = lines;
        this.instructions = Instruction.of(lines);
    }

    /**
     * Returns a Dockerfile in which the commands of one stage run in the runner.
     *
     * @param salt part of the cache key of the stage's commands
     */
    static String in(String dockerfile, String stage, String salt) {
        return new ReportedStage(List.of(dockerfile.split("\n", -1))).rewritten(stage, salt);
    }

    /** The instructions that create the status file: any user may write it. */
    static String statusFile(String salt) {
        return "COPY --chmod=0777 <<status <<salt /millrace/\nstatus\n" + salt + "\nsalt\n";
    }

    /** The arguments of an instruction in JSON form that runs a command in the runner. */
    static String inRunner(List<String> command) {
        return runner()
                + command.stream()
                        .map(one -> ", " + quoted(one))
                        .collect(Collectors.joining())
                        .substring(2)
                + "]";
    }

    private static String runner() {
        return "[\"/bin/sh\", \"-c\", " + quoted(RUNNER) + ", \"millrace\", ";
    }

    /** A JSON string without characters that a Dockerfile could read as a variable or as the start of a here-document. */
    private static String quoted(String text) {
        return '"'
                + new String(JsonStringEncoder.getInstance().quoteAsString(text))
                        .replace("<", "\\u003c")
                        .replace("$", "\\u0024")
                + '"';
    }

    private String rewritten(String stage, String salt) {
        List<String> result = new ArrayList<>();
        int copied = 0;
        for (Instruction one : instructions) {
            result.addAll(lines.subList(copied, one.first()));
            copied = one.end();
            enter(one);
            boolean isInside = name.equals(stage.toLowerCase(Locale.ROOT));
            if (isInside && isShell(one)) {
                result.add("SHELL " + runner() + shell);
            } else {
                result.addAll(lines.subList(one.first(), one.end()));
            }
            if (isInside && one.name().equals("FROM")) {
                result.add(statusFile(salt) + "SHELL " + runner() + shell);
            }
        }
        result.addAll(lines.subList(copied, lines.size()));
        return String.join("\n", result);
    }

    private void enter(Instruction one) {
        if (one.name().equals("FROM")) {
            List<String> words = List.of(one.arguments().split("\\s+")).stream()
                    .filter(word -> !word.startsWith("--"))
                    .map(word -> word.toLowerCase(Locale.ROOT))
                    .toList();
            name = words.size() == 3 && words.get(1).equals("as") ? words.get(2) : "";
            shell = shells.getOrDefault(words.isEmpty() ? "" : words.getFirst(), DEFAULT_SHELL);
        } else if (isShell(one)) {
            shell = one.arguments().substring(1);
        }
        if (!name.isEmpty()) {
            shells.put(name, shell);
        }
    }

    private static boolean isShell(Instruction one) {
        return one.name().equals("SHELL") && one.arguments().startsWith("[");
    }
}
