package dev.millrace.builder.junit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The exported result of a test. It is read from a tar file, entry by entry, and nothing of it is written to disk: a link or a path that leads
 * out of it has no effect.
 *
 * @param failure the first command that failed; empty if none did
 */
public record TestArchive(Optional<FailedCommand> failure, JUnitOutcome reports) {
    static final int MAX_ENTRIES = 10_000;
    private static final int MAX_STATUS_BYTES = 64 << 10;
    private static final int NO_STATUS = 1;

    /**
     * A command that failed.
     *
     * @param command its text; may have several lines
     */
    public record FailedCommand(int exitStatus, String command) {}

    /**
     * Reads the file.
     *
     * @param status the name of the entry with the failed command
     * @param folder the prefix of the entries that are reports if they end with {@code .xml}
     */
    public static TestArchive read(Path file, String status, String folder) {
        Optional<FailedCommand> failure = Optional.empty();
        JUnitReports reports = new JUnitReports();
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                TarArchiveInputStream archive = new TarArchiveInputStream(bytes)) {
            int entries = 0;
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (++entries > MAX_ENTRIES) {
                    return new TestArchive(
                            failure,
                            new JUnitOutcome.Unreadable(
                                    "more than " + MAX_ENTRIES + " files and folders were written as JUnit reports"));
                }
                String name = entry.getName();
                if (isRegular(entry) && name.equals(status)) {
                    failure = failure(archive);
                } else if (isRegular(entry) && name.startsWith(folder) && name.endsWith(".xml")) {
                    reports.add(name.substring(folder.length()), archive);
                }
            }
            return new TestArchive(failure, reports.outcome());
        } catch (IOException e) {
            throw new UncheckedIOException("reading the result of a test", e);
        }
    }

    /** Not a link: {@link TarArchiveEntry#isFile} is true for links. */
    private static boolean isRegular(TarArchiveEntry entry) {
        return entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
    }

    private static Optional<FailedCommand> failure(InputStream content) throws IOException {
        String text = new String(content.readNBytes(MAX_STATUS_BYTES), StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = text.split("\n", 2);
        return Optional.of(new FailedCommand(
                parts[0].matches("[0-9]{1,3}") ? Integer.parseInt(parts[0]) : NO_STATUS,
                parts.length > 1 ? parts[1] : ""));
    }
}
