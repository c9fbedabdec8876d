package dev.millrace.sync.quarantine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The passes that run now, in a file: a process that is killed leaves them there. A mark is one small write that is not forced to the disk, since it has to
 * outlive the process and not the machine. Thread-safe.
 */
final class PassFile implements AutoCloseable {
    /** Further passes are not marked. */
    static final int SLOTS = 256;

    /** The answer to a pass that is not marked. */
    static final int NO_SLOT = -1;

    private static final int SLOT_BYTES = 192;
    private static final int FIELDS = 4;

    /** Written over the first character of a mark. */
    private static final int ENDED = 0;

    private final RandomAccessFile file;
    private final Map<String, Version> left;
    private final BitSet used = new BitSet(SLOTS);

    private PassFile(RandomAccessFile file, Map<String, Version> left) {
        this.file = file;
        this.left = left;
    }

    /**
     * Opens the file of a directory.
     *
     * @throws IOException if it can't be used, or another process uses it
     */
    static PassFile open(Path directory) throws IOException {
        Files.createDirectories(directory);
        RandomAccessFile file = new RandomAccessFile(directory.resolve("passes").toFile(), "rw");
        try {
            lock(file);
            PassFile passes = new PassFile(file, left(file));
            file.setLength(0);
            file.setLength((long) SLOTS * SLOT_BYTES);
            return passes;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @SuppressWarnings("resource") // released with the file
    private static void lock(RandomAccessFile file) throws IOException {
        try {
            FileLock lock = file.getChannel().tryLock();
            if (lock == null) {
                throw new IOException("another process uses it");
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("another agent of this process uses it", e);
        }
    }

    private static Map<String, Version> left(RandomAccessFile file) throws IOException {
        byte[] content = new byte[(int) Math.min(file.length(), (long) SLOTS * SLOT_BYTES)];
        file.seek(0);
        file.readFully(content);
        Map<String, Version> left = new LinkedHashMap<>();
        for (int slot = 0; (slot + 1) * SLOT_BYTES <= content.length; slot++) {
            String text = new String(content, slot * SLOT_BYTES, SLOT_BYTES, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            if (end > 0 && text.charAt(0) != ENDED) {
                parse(text.substring(0, end).split(" "), left);
            }
        }
        return left;
    }

    private static void parse(String[] fields, Map<String, Version> left) {
        try {
            if (fields.length == FIELDS) {
                left.put(fields[0], new Version(Long.parseLong(fields[1]), fields[2], fields[3]));
            }
        } catch (IllegalArgumentException e) {
            // not written completely
        }
    }

    /** Returns the passes that ran when an earlier process ended without closing the file, by uid. */
    Map<String, Version> left() {
        return left;
    }

    /** Marks a pass, and returns its slot. */
    synchronized int begin(String uid, Version version) throws IOException {
        int slot = used.nextClearBit(0);
        byte[] text = "%s %d %s %s\n"
                .formatted(uid, version.generation(), version.request(), version.commit())
                .getBytes(StandardCharsets.UTF_8);
        if (slot >= SLOTS || text.length > SLOT_BYTES) {
            return NO_SLOT;
        }
        file.seek((long) slot * SLOT_BYTES);
        file.write(text);
        used.set(slot);
        return slot;
    }

    /** Removes a mark. */
    synchronized void end(int slot) throws IOException {
        if (slot != NO_SLOT) {
            file.seek((long) slot * SLOT_BYTES);
            file.write(ENDED);
            used.clear(slot);
        }
    }

    /** Removes all marks: an end in order has no suspects. */
    @Override
    public synchronized void close() throws IOException {
        file.setLength(0);
        file.close();
    }
}
