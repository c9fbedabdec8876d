package dev.millrace.builder.junit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes results of tests as an engine exports them. */
final class ResultFile {
    private ResultFile() {}

    static void write(Path target, Map<String, String> files) throws IOException {
        try (TarArchiveOutputStream archive = new TarArchiveOutputStream(Files.newOutputStream(target))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                archive.putArchiveEntry(entry);
                archive.write(content);
                archive.closeArchiveEntry();
            }
        }
    }

    /** A symbolic link and a hard link, and the status as a link. */
    static void writeLinks(Path target, String path, String linked) throws IOException {
        try (TarArchiveOutputStream archive = new TarArchiveOutputStream(Files.newOutputStream(target))) {
            link(archive, path, linked, TarConstants.LF_SYMLINK);
            link(archive, path, linked, TarConstants.LF_LINK);
            link(archive, "status", linked, TarConstants.LF_SYMLINK);
        }
    }

    private static void link(TarArchiveOutputStream archive, String path, String linked, byte kind) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path, kind);
        entry.setLinkName(linked);
        archive.putArchiveEntry(entry);
        archive.closeArchiveEntry();
    }
}
