package dev.millrace.sync.health.explain;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** The lines of a text, each bounded in length; the rest of a longer one is skipped. */
final class BoundedLines {
    private final Reader reader;
    private final int maxCharacters;

    /** @param reader buffered: it is read character by character */
    BoundedLines(Reader reader, int maxCharacters) {
        this.reader = reader;
        this.maxCharacters = maxCharacters;
    }

    /** Returns the next line, cut at its maximum; null at the end. */
    @Nullable
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        int read = reader.read();
        if (read < 0) {
            return null;
        }
        for (; read >= 0 && read != '\n'; read = reader.read()) {
            if (line.length() < maxCharacters) {
                line.append((char) read);
            }
        }
        return line.toString();
    }
}
