package dev.millrace.git.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.Upstream;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.sign.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Git itself verifies our commits, with gpg and ssh-keygen. */
class SignedCommitTest {
    private Path temp;
    private Upstream upstream;
    private Mirror mirror;

    @BeforeEach
    void openAMirror() throws IOException {
        // gpg's sockets need a short path.
        temp = Files.createTempDirectory(
                Path.of("/tmp"),
                "sign",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        upstream = new Upstream(temp.resolve("web"));
        mirror = Mirror.open(temp.resolve("mirror"), upstream.remote());
    }

    @AfterEach
    void closeBoth() throws IOException, InterruptedException {
        mirror.close();
        upstream.close();
        run("gpgconf", "--kill", "all");
        run("rm", "-rf", temp.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ed25519, 256", "rsa, 2048", "ecdsa, 256"})
    void gitVerifiesACommitSignedByAnSshKey(String kind, String bits) throws Exception {
        Path key = temp.resolve("key");
        run("ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-C", "millrace", "-f", key.toString());
        Files.writeString(temp.resolve("allowed"), "millrace@example.com " + Files.readString(temp.resolve("key.pub")));

        CommitId commit = mirror.write(signed(Signer.ssh(Files.readString(key))));

        String output =
                git("-c", "gpg.ssh.allowedSignersFile=" + temp.resolve("allowed"), "verify-commit", commit.value());
        assertThat(output).contains("Good \"git\" signature for millrace@example.com");
    }

    @ParameterizedTest(name = "{0}, locked with \"{1}\"")
    @CsvSource({"ed25519, ''", "rsa2048, a passphrase"})
    void gitVerifiesACommitSignedByAGpgKey(String kind, String passphrase) throws Exception {
        run(
                "gpg",
                "--batch",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                passphrase,
                "--quick-generate-key",
                "Millrace <millrace@example.com>",
                kind,
                "sign",
                "never");
        String armoured = run(
                "gpg",
                "--batch",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                passphrase,
                "--armor",
                "--export-secret-keys");

        CommitId commit = mirror.write(signed(Signer.gpg(armoured, Optional.of(passphrase))));

        assertThat(git("verify-commit", commit.value()))
                .contains("Good signature from \"Millrace <millrace@example.com>\"");
    }

    @Test
    void signingChangesNothingButTheHeader() throws Exception {
        Path key = temp.resolve("key");
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());

        CommitId plain = mirror.write(Upstream.draft(Optional.empty(), Map.of("a", "1")));
        CommitId commit = mirror.write(signed(Signer.ssh(Files.readString(key))));

        assertThat(mirror.commit(commit).message())
                .isEqualTo(mirror.commit(plain).message());
        assertThat(mirror.tree(commit).objectId(""))
                .isEqualTo(mirror.tree(plain).objectId(""));
    }

    @Test
    void anInvalidOrProtectedKeyIsRejectedWithoutShowingIt() throws Exception {
        Path key = temp.resolve("locked");
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "secret words", "-f", key.toString());

        assertThatThrownBy(() -> Signer.ssh(Files.readString(key)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a passphrase");
        assertThatThrownBy(() -> Signer.ssh("hush")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Signer.gpg("hush", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hush");
    }

    private static CommitDraft signed(Signer signer) {
        CommitDraft plain = Upstream.draft(Optional.empty(), Map.of("a", "1"));
        return new CommitDraft(
                plain.parent(),
                plain.files(),
                Set.of(),
                plain.author(),
                plain.committer(),
                plain.at(),
                plain.message(),
                Optional.of(signer));
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("git", "--git-dir", temp.resolve("mirror").toString()));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GNUPGHOME", temp.toString());
        builder.environment().put("HOME", temp.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", command), output)
                .isZero();
        return output;
    }
}
