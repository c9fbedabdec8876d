package dev.millrace.sync.health.explain;

import dev.millrace.sync.health.object.ObjectHealth;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.manifest.yaml.YamlText;
import java.io.PrintStream;
import java.util.Optional;
import java.util.StringJoiner;

/** Prints the health of each object of a text, with the rules that were asked in order. */
final class ReadableAnswer implements YamlText.Visitor {
    private final Judge judge;
    private final PrintStream out;
    private final PrintStream err;
    private boolean failed;

    ReadableAnswer(Judge judge, PrintStream out, PrintStream err) {
        this.judge = judge;
        this.out = out;
        this.err = err;
    }

    void all(String text) {
        YamlText.read(text, Scalars.AS_WRITTEN, this);
    }

    @Override
    public void value(int line, Object value, YamlText.Lines lines) {
        StringJoiner asked = new StringJoiner("\n");
        try {
            ObjectHealth health = judge.of(
                    Content.map(value), null, (rule, answer) -> asked.add("    " + rule + ": " + described(answer)));
            out.println(Content.at(value, "kind") + "/" + Content.at(value, "metadata", "name") + ": " + health.health()
                    + (health.message().isEmpty() ? "" : ": " + health.message()));
            out.println("  decided by " + health.rule());
            out.println("  asked:\n" + asked);
        } catch (IllegalArgumentException e) {
            unreadable(line, String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            unreadable(line, "its fields are nested too deeply");
        }
    }

    private static String described(Optional<ObjectHealth> answer) {
        return answer.map(health -> health.health() + (health.message().isEmpty() ? "" : ": " + health.message()))
                .orElse("-");
    }

    @Override
    public void unreadable(int line, String reason) {
        failed = true;
        err.println("explain: the object at line " + line + " can't be read: " + reason);
    }

    @Override
    public void template(int line) {
        unreadable(line, "it is a template; render it first");
    }

    /** Returns true if an object could not be read. */
    boolean failed() {
        return failed;
    }
}
