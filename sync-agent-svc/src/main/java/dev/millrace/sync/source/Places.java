package dev.millrace.sync.source;

import dev.millrace.git.GitUnavailable;
import dev.millrace.git.mirror.MirrorFiles;
import dev.millrace.git.remote.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/**
 * Directories of mirrors. All sources that access one address with the same credentials share a mirror, whatever the names of their Secrets:
 * equal credentials may read the same content. The name of a directory reveals nothing of the credentials to a reader without the key
 * (RFC 2104), which is generated once and kept beside the mirrors.
 */
final class Places {
    private static final Logger LOG = Logger.getLogger(Places.class);
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 16;

    /** A file system has names of 255 bytes. */
    private static final int MAX_NAME = 100;

    private final Path directory;

    Places(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns the name of the directory for a source with these credentials.
     *
     * @throws GitUnavailable if the key can't be stored
     */
    String of(Source source, GitSecrets.Held held) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(), ALGORITHM));
            Stream.concat(
                            Stream.of(
                                    source.repository().toString(), source.url().toString()),
                            Stream.concat(parts(held.credentials()), held.authorities().stream()))
                    .map(part -> part.getBytes(StandardCharsets.UTF_8))
                    .forEach(part -> {
                        mac.update((part.length + ":").getBytes(StandardCharsets.UTF_8));
                        mac.update(part);
                    });
            String name = source.repository().shortName().replaceAll("[^a-z0-9._-]", "_");
            return name.substring(0, Math.min(name.length(), MAX_NAME)) + "-"
                    + HexFormat.of().formatHex(mac.doFinal(), 0, NAME_BYTES);
        } catch (IOException e) {
            throw new GitUnavailable("keeping mirrors in " + directory + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each Java has " + ALGORITHM, e);
        }
    }

    private static Stream<String> parts(Credentials credentials) {
        return switch (credentials) {
            case Credentials.None none -> Stream.of("none");
            case Credentials.Basic(String user, String secret) -> Stream.of("basic", user, secret);
            case Credentials.Bearer(String token) -> Stream.of("bearer", token);
            case Credentials.Ssh(String key, String hosts) -> Stream.of("ssh", key, hosts);
        };
    }

    private synchronized byte[] key() throws IOException {
        Path file = directory.resolve("places.key");
        if (!Files.exists(file)) {
            Files.createDirectories(directory);
            byte[] drawn = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(drawn);
            Path whole = Files.createTempFile(
                    directory,
                    "places",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.write(whole, drawn);
                Files.createLink(file, whole);
            } catch (FileAlreadyExistsException e) {
                LOG.debugf("another process has generated the key: file=%s", file);
            } finally {
                Files.delete(whole);
            }
        }
        return Files.readAllBytes(file);
    }

    Path path(String place) {
        return directory.resolve(place);
    }

    /** Copies what was fetched with the previous credentials, so that it isn't fetched again. A failure here only costs time. */
    void seed(String before, String place) {
        if (Files.isDirectory(path(before)) && !Files.exists(path(place))) {
            try {
                MirrorFiles.copy(path(before), path(place));
            } catch (GitUnavailable e) {
                LOG.warnf("everything is fetched again with the new credentials: error=%s", e.getMessage());
            }
        }
    }

    /** Deletes a closed mirror that is no longer needed. */
    void remove(String place) {
        try {
            MirrorFiles.remove(path(place));
        } catch (GitUnavailable e) {
            LOG.warnf("an unused mirror stays on disk: error=%s", e.getMessage());
        }
    }
}
