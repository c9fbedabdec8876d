package dev.millrace.updater;

import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A GPG key that gpg itself made, locked with a passphrase, and gpg's own word on what it signed. */
final class GpgKey {
    static final String OWNER = "Millrace <millrace@example.com>";

    static final String PASSPHRASE = "open sesame";

    private GpgKey() {}

    /** The home of the key that the service under test signs with. */
    static Path ofService() {
        Path home = JvmState.directory("gpg");
        try {
            if (!Files.exists(home.resolve("gpg"))) {
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
                make(home, PASSPHRASE);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("making a GPG key", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A new directory for keys; gpg's sockets need a short path. */
    static Path home() throws IOException {
        return Files.createTempDirectory(
                Path.of("/tmp"),
                "sign",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Makes the file {@code gpg} with the secret key. */
    static void make(Path home, String passphrase) throws IOException, InterruptedException {
        List<String> gpg = List.of("gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase", passphrase);
        run(home, with(gpg, "--quick-generate-key", OWNER, "ed25519", "sign", "never"));
        String secret = run(home, with(gpg, "--armor", "--export-secret-keys"));
        Files.writeString(home.resolve("gpg"), secret);
        run(home, "gpgconf", "--kill", "all");
    }

    /** What a command says. Its home, and gpg's, is that directory. */
    static String run(Path home, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GNUPGHOME", home.toString());
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command[0] + " " + command[1] + ": " + output);
        }
        return output;
    }

    private static String[] with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new);
    }
}
