package dev.millrace.builder.journal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The log of one build: a file of bounded size, with the last lines in memory. Thread-safe. */
public final class BuildLog implements Consumer<String>, AutoCloseable {
    private final BufferedWriter file;
    private final Redactor redactor;
    private final Bounds bounds;
    private final Deque<String> tail = new ArrayDeque<>();
    private long characters;
    private long lines;
    private boolean full;
    private boolean complete;

    /**
     * The bounds of a log.
     *
     * @param maxCharacters the size of the file; later lines are in the tail only
     * @param tailLines the number of last lines in memory
     */
    public record Bounds(long maxCharacters, int tailLines) {}

    BuildLog(Path path, Redactor redactor, Bounds bounds) {
        this.redactor = redactor;
        this.bounds = bounds;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            this.file = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("opening the build log " + path, e);
        }
    }

    /** Adds a line, with its credentials hidden. */
    @Override
    public synchronized void accept(String line) {
        String clean = redactor.redact(line);
        tail.addLast(clean);
        if (tail.size() > bounds.tailLines()) {
            tail.removeFirst();
        }
        characters += clean.length() + 1;
        if (full) {
            return;
        }
        full = characters > bounds.maxCharacters();
        write(full ? "(the log is full; the remaining lines were left out)" : clean);
    }

    /** The last lines, newest last. */
    public synchronized String tail() {
        return String.join("\n", tail);
    }

    /** Returns the text with its credentials hidden, as in the log. */
    public String redacted(String text) {
        return redactor.redact(text);
    }

    private void write(String line) {
        try {
            file.write(line);
            file.write('\n');
            file.flush();
            lines++;
            notifyAll();
        } catch (IOException e) {
            throw new UncheckedIOException("writing the build log", e);
        }
    }

    /** The number of lines in the file. */
    synchronized long lines() {
        return lines;
    }

    /** Returns true if no line will be added. */
    synchronized boolean isComplete() {
        return complete;
    }

    /** Returns once the file has more lines than these or is complete. */
    synchronized void awaitMore(long lines) throws InterruptedException {
        while (this.lines <= lines && !complete) {
            wait();
        }
    }

    @Override
    public synchronized void close() {
        full = true;
        complete = true;
        notifyAll();
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the build log", e);
        }
    }
}
