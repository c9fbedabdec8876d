package dev.millrace.builder.engine.buildkit.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;

/** The log of the daemon: a file of a maximum size, and the file before it. */
final class DaemonLog {
    private static final Logger LOG = Logger.getLogger(DaemonLog.class);
    private static final int BUFFER_BYTES = 8192;

    private final Path file;
    private final long maxBytes;

    /** @param maxBytes the size in bytes from which the log goes on in a new file */
    DaemonLog(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    /** The file before the current one. */
    static Path before(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** Appends an output until it ends. An output that can't be stored is read nevertheless: a daemon whose output is not read blocks. */
    void copy(InputStream output) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (output) {
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                append(buffer, read);
            }
        } catch (IOException e) {
            LOG.debugf("the output of buildkitd ended: error=%s", e.getMessage());
        }
    }

    private void append(byte[] bytes, int length) {
        try {
            if (Files.exists(file) && Files.size(file) + length > maxBytes) {
                Files.move(file, before(file), StandardCopyOption.REPLACE_EXISTING);
            }
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(bytes, 0, length);
            }
        } catch (IOException e) {
            LOG.debugf("a line of buildkitd was not stored: path=%s error=%s", file, e.getMessage());
        }
    }
}
