package dev.millrace.acceptance;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The key with which the updater signs, and the verification of its signatures by Git. */
final class SigningKey {
    private final LocalDelivery delivery;
    private final Path directory = JvmState.directory("signing");

    private SigningKey(LocalDelivery delivery) {
        this.delivery = delivery;
    }

    /** Creates a key and configures the updater to sign with it. */
    static SigningKey wire(LocalDelivery delivery) {
        SigningKey key = new SigningKey(delivery);
        if (!Files.exists(key.file())) {
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.file().toString());
        }
        delivery.updater().with("millrace.updater.signing.key-file", key.file().toString());
        return key;
    }

    private Path file() {
        return directory.resolve("key");
    }

    /** Returns the output of {@code git verify-commit} for a commit of the configuration repository. */
    String verified(CommitId commit) {
        try {
            Path allowed = directory.resolve("allowed");
            Files.writeString(allowed, "* " + Files.readString(directory.resolve("key.pub")));
            Path clone = Files.createTempDirectory(directory, "clone");
            String url = delivery.gitHost()
                    .url(LocalDelivery.CONFIG_REPOSITORY)
                    .toString()
                    .replace(
                            "://",
                            "://" + delivery.gitHost().user() + ":"
                                    + delivery.gitHost().password() + "@");
            run("git", "clone", "-q", "--bare", url, clone.toString());
            return run(
                    "git",
                    "--git-dir",
                    clone.toString(),
                    "-c",
                    "gpg.ssh.allowedSignersFile=" + allowed,
                    "verify-commit",
                    commit.value());
        } catch (IOException e) {
            throw new UncheckedIOException("verifying " + commit, e);
        }
    }

    /** Runs a command that must succeed, and returns its output. */
    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(List.of(command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("running " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
