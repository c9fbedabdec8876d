package dev.millrace.builder.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a build's log line by line while it is written, to its end. For one thread. */
public final class FollowedLog implements AutoCloseable {
    private final BufferedReader reader;
    private final @Nullable BuildLog writing;
    private final StringBuilder line = new StringBuilder();

    /** @param writing the log if its build may still run */
    FollowedLog(Path file, @Nullable BuildLog writing) throws IOException {
        this.reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        this.writing = writing;
    }

    /**
     * Returns the next line; empty at the end of a log that is complete. Waits for a line of a build that runs.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public Optional<String> next() throws IOException, InterruptedException {
        while (true) {
            long before = writing == null ? 0 : writing.lines();
            boolean complete = writing == null || writing.isComplete();
            Optional<String> next = written();
            if (next.isPresent()) {
                return next;
            }
            if (complete || writing == null) {
                return line.isEmpty() ? Optional.empty() : Optional.of(take());
            }
            writing.awaitMore(before);
        }
    }

    private Optional<String> written() throws IOException {
        for (int read = reader.read(); read >= 0; read = reader.read()) {
            if (read == '\n') {
                return Optional.of(take());
            }
            line.append((char) read);
        }
        return Optional.empty();
    }

    private String take() {
        String text = line.toString();
        line.setLength(0);
        return text;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
