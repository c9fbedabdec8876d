package dev.millrace.git.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Users with keys, who sign with Git, gpg and ssh-keygen, each in a separate directory. */
final class Signers {
    static final String NOON = "1772366400 +0000";

    final Path directory;

    Signers() throws IOException, InterruptedException {
        // gpg's sockets need a short path.
        directory = Files.createTempDirectory(
                Path.of("/tmp"),
                "sign",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        git("init", "--quiet", "--initial-branch", "main");
    }

    /** Creates an SSH key; returns its public key on one line. */
    String sshKey(String name, String kind, String bits) throws IOException, InterruptedException {
        Path key = directory.resolve(name);
        run("ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-C", name, "-f", key.toString());
        return Files.readString(directory.resolve(name + ".pub")).strip();
    }

    /** Creates an OpenPGP key with this validity; returns its public key. */
    byte[] gpgKey(String user, String kind, String until) throws IOException, InterruptedException {
        gpg("--quick-generate-key", user, kind, "sign", until);
        return exported(user);
    }

    byte[] exported(String user) throws IOException, InterruptedException {
        return gpg("--armor", "--export", user).getBytes(StandardCharsets.UTF_8);
    }

    String fingerprint(String user) throws IOException, InterruptedException {
        return gpg("--with-colons", "--list-keys", user)
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .map(line -> line.replace("fpr", "").replace(":", ""))
                .findFirst()
                .orElseThrow();
    }

    String gpg(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** A commit signed with an SSH key. */
    byte[] commitBySsh(String key) throws IOException, InterruptedException {
        git("-c", "gpg.format=ssh", "-c", "user.signingkey=" + directory.resolve(key), "commit", "-S", "-m", "Change");
        return raw("commit", "HEAD");
    }

    byte[] commitByGpg(String user) throws IOException, InterruptedException {
        git("-c", "user.signingkey=" + user, "commit", "-S", "-m", "Change");
        return raw("commit", "HEAD");
    }

    byte[] tagBySsh(String tag, String key) throws IOException, InterruptedException {
        git(
                "-c",
                "gpg.format=ssh",
                "-c",
                "user.signingkey=" + directory.resolve(key),
                "tag",
                "-s",
                "-m",
                "Release",
                tag);
        return raw("tag", tag);
    }

    byte[] tagByGpg(String tag, String user) throws IOException, InterruptedException {
        git("-c", "user.signingkey=" + user, "tag", "-s", "-m", "Release", tag);
        return raw("tag", tag);
    }

    /** A merge of a signed tag, which Git stores in the commit with its signature. */
    byte[] mergeOf(String tag, List<String> settings, List<String> options) throws IOException, InterruptedException {
        git("reset", "--quiet", "--hard", tag + "~1");
        git("commit", "-m", "Meanwhile");
        List<String> command = new ArrayList<>(settings);
        command.addAll(List.of("merge", "--quiet", "--no-ff", "--no-edit"));
        command.addAll(options);
        command.add(tag);
        git(command.toArray(String[]::new));
        return raw("commit", "HEAD");
    }

    List<String> withSsh(String key) {
        return List.of("-c", "gpg.format=ssh", "-c", "user.signingkey=" + directory.resolve(key));
    }

    byte[] commit() throws IOException, InterruptedException {
        git("commit", "-m", "Change");
        return raw("commit", "HEAD");
    }

    private byte[] raw(String type, String name) throws IOException, InterruptedException {
        return git("cat-file", type, name).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        if (command.contains("commit") && !command.contains("cat-file")) {
            command.add("--allow-empty");
            command.add("--quiet");
        }
        return run(command.toArray(String[]::new));
    }

    String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GNUPGHOME", directory.toString());
        builder.environment().put("HOME", directory.toString());
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "Dana Miller");
            builder.environment().put("GIT_" + who + "_EMAIL", "dana@example.com");
            builder.environment().put("GIT_" + who + "_DATE", NOON);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", command), output)
                .isZero();
        return output;
    }

    void close() throws IOException, InterruptedException {
        run("gpgconf", "--kill", "all");
        run("rm", "-rf", directory.toString());
    }
}
