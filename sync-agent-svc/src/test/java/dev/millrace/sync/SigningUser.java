package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.git.GitHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A committer with a work tree, Git itself, and keys to sign with. */
final class SigningUser {
    private static final String USER = "Dana Miller <dana@example.com>";

    private final Path home;
    private final Path work;

    /** @param repository the repository that the committer clones */
    SigningUser(String repository) {
        try {
            // gpg's sockets need a short path.
            home = Files.createTempDirectory(
                    Path.of("/tmp"),
                    "sign",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        GitHost host = Testbed.shared().gitHost();
        URI url = host.url(repository);
        String known = url.getScheme() + "://" + host.user() + ":" + host.password() + "@" + url.getAuthority()
                + url.getPath();
        work = home.resolve("work");
        run("git", "init", "--quiet", "--initial-branch", "main", work.toString());
        git("remote", "add", "origin", known);
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-C",
                "",
                "-f",
                home.resolve("key").toString());
    }

    /** Returns a line of allowed_signers with the committer's SSH key. */
    String allowed() {
        return "dana@example.com " + text(home.resolve("key.pub"));
    }

    /** Creates and returns the committer's OpenPGP key. */
    String gpgKey() {
        List<String> gpg = List.of("gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "");
        run(gpg, "--quick-generate-key", USER, "ed25519", "sign", "never");
        return run(gpg, "--armor", "--export", USER);
    }

    CommitId commit(String file, String content) {
        return commit(file, content, List.of(), List.of());
    }

    CommitId commitWithSsh(String file, String content) {
        return commit(file, content, withSsh(), List.of("-S"));
    }

    CommitId commitWithGpg(String file, String content) {
        return commit(file, content, List.of("-c", "user.signingkey=" + USER), List.of("-S"));
    }

    /** Commits on a separate branch, merges it, and returns the merge commit. */
    CommitId merge(String file, String content, String message) {
        git("checkout", "--quiet", "-b", "side");
        write(file, content);
        git("add", file);
        git("commit", "--quiet", "-m", message);
        git("checkout", "--quiet", "main");
        git("merge", "--quiet", "--no-ff", "-m", "Merge branch 'side'", "side");
        git("push", "--quiet", "origin", "main");
        return new CommitId(git("rev-parse", "HEAD").strip());
    }

    private CommitId commit(String file, String content, List<String> settings, List<String> options) {
        write(file, content);
        git("add", file);
        List<String> commit = new ArrayList<>(settings);
        commit.addAll(List.of("commit", "--quiet", "-m", "Change " + file));
        commit.addAll(options);
        git(commit.toArray(String[]::new));
        git("push", "--quiet", "origin", "main");
        return new CommitId(git("rev-parse", "HEAD").strip());
    }

    private void write(String file, String content) {
        try {
            Files.writeString(work.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates an annotated tag of the last commit. */
    void tagWithSsh(String tag) {
        List<String> command = new ArrayList<>(withSsh());
        command.addAll(List.of("tag", "-s", "-m", "Release", tag));
        git(command.toArray(String[]::new));
        git("push", "--quiet", "--force", "origin", tag);
    }

    /** Creates a tag at the object of another tag, or at a commit. */
    void tagLike(String tag, String other) {
        git("push", "--quiet", "origin", other + ":refs/tags/" + tag);
    }

    private List<String> withSsh() {
        return List.of("-c", "gpg.format=ssh", "-c", "user.signingkey=" + home.resolve("key"));
    }

    private String git(String... arguments) {
        return run(List.of("git", "-C", work.toString()), arguments);
    }

    private String run(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private String run(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GNUPGHOME", home.toString());
        builder.environment().put("HOME", home.toString());
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "Dana Miller");
            builder.environment().put("GIT_" + who + "_EMAIL", "dana@example.com");
        }
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the processes that gpg left running. */
    void leave() {
        run("gpgconf", "--kill", "all");
    }
}
