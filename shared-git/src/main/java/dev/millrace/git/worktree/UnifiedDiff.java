package dev.millrace.git.worktree;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.util.QuotedString;

/** The difference of a file in the format of {@code git diff} and {@code git apply}. */
public final class UnifiedDiff {
    private UnifiedDiff() {}

    /**
     * The difference between two contents of one file, byte for byte; empty if there is none.
     *
     * @param path from the repository's root
     */
    public static byte[] of(String path, byte[] before, byte[] after) {
        RawText old = new RawText(before);
        RawText now = new RawText(after);
        var edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, old, now);
        if (edits.isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(out)) {
            String from = QuotedString.GIT_PATH.quote("a/" + path);
            String to = QuotedString.GIT_PATH.quote("b/" + path);
            out.write(("diff --git " + from + " " + to + "\n--- " + from + "\n+++ " + to + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            formatter.format(edits, old, now);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
