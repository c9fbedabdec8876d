package dev.millrace.sync.render.worker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of a stream, of bounded length. */
final class BoundedLines {
    private final InputStream stream;
    private final int most;

    BoundedLines(InputStream stream, int most) {
        this.stream = new BufferedInputStream(stream, 1 << 16);
        this.most = most;
    }

    /**
     * Returns the next line.
     *
     * @throws IOException if the stream ended, or the line is too long
     */
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int one = stream.read();
            if (one < 0) {
                throw new EOFException("its output ended");
            }
            if (one == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(one);
            if (line.size() > most) {
                throw new IOException("its answer is larger than " + (most >> 20) + " MiB");
            }
        }
    }
}
