package dev.millrace.updater.publish;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.write.CommitDraft;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A mirror whose commits and refs a test writes, as a fetch would.
 *
 * @param directory of the mirror
 */
record DrawnMirror(MirrorHolder held, Path directory) {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");

    CommitId commit(Optional<CommitId> parent, Person committer, String message, Map<String, String> texts) {
        Map<String, byte[]> changed = new HashMap<>();
        texts.forEach((path, text) -> changed.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return held.mirror().write(new CommitDraft(parent, changed, Set.of(), committer, committer, NOON, message));
    }

    /**
     * A merge commit, written as Git stores it.
     *
     * @param squash a commit on the first parent with the files of both sides
     */
    CommitId merge(CommitId squash, CommitId second) throws IOException {
        byte[] stored;
        try (InflaterInputStream in = new InflaterInputStream(Files.newInputStream(object(squash.value())))) {
            stored = in.readAllBytes();
        }
        String content = new String(stored, StandardCharsets.UTF_8).replaceFirst("(?s)^commit [0-9]+\0", "");
        String merge = content.replaceFirst("(?m)^(parent .*)$", "$1\nparent " + second);
        byte[] object = ("commit " + merge.getBytes(StandardCharsets.UTF_8).length + "\0" + merge)
                .getBytes(StandardCharsets.UTF_8);
        String id = sha1(object);
        Files.createDirectories(Objects.requireNonNull(object(id).getParent()));
        try (OutputStream out = new DeflaterOutputStream(Files.newOutputStream(object(id)))) {
            out.write(object);
        }
        return new CommitId(id);
    }

    private Path object(String id) {
        return directory.resolve("objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
    }

    private static String sha1(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void point(GitRef ref, CommitId commit) {
        try {
            Path file = directory.resolve(ref.value());
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, commit + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("writing a ref", e);
        }
    }

    void delete(GitRef ref) throws IOException {
        Files.delete(directory.resolve(ref.value()));
    }
}
