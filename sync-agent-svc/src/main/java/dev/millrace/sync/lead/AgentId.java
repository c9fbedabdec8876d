package dev.millrace.sync.lead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The identity of this agent. It is stored in the work directory and locked as long as the process runs: an agent that is started where another
 * one was killed takes over its identity, and two that share a directory never have the same.
 */
public final class AgentId implements AutoCloseable {
    private final String value;
    private final FileChannel file;

    private AgentId(String value, FileChannel file) {
        this.value = value;
        this.file = file;
    }

    /** Returns the id of the agent that works in that directory. */
    public static AgentId in(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel file = FileChannel.open(
                    directory.resolve("agent-id"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            return new AgentId(lock(file) == null ? fresh() : kept(file), file);
        } catch (IOException e) {
            throw new UncheckedIOException("keeping the agent's id in " + directory, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another agent in this process
        }
    }

    private static String kept(FileChannel file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(300);
        file.read(content, 0);
        String before = StandardCharsets.UTF_8.decode(content.flip()).toString();
        if (before.endsWith("\n")) {
            return before.strip();
        }
        String now = fresh();
        file.truncate(0);
        file.write(StandardCharsets.UTF_8.encode(now + "\n"), 0);
        return now;
    }

    private static String fresh() {
        return host() + "_" + UUID.randomUUID();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "agent";
        }
    }

    @Override
    public String toString() {
        return value;
    }

    /** Unlocks the id for the next agent in the directory. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the agent's id", e);
        }
    }
}
