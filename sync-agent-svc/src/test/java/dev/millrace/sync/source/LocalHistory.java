package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.write.CommitDraft;
import dev.millrace.messaging.DeliveryMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A mirror whose commits are written on this machine: no host is ever asked. */
public final class LocalHistory implements AutoCloseable {
    private static final Person DANA = new Person("Dana", "dana@example.com");
    private final Path place;
    private final Mirror mirror;
    private final Repository repository;

    public LocalHistory(Path directory, String url) {
        place = directory.resolve("mirror");
        mirror = Mirror.open(place, Remote.of(URI.create(url), new Credentials.None()));
        repository =
                new Repository("mirror", mirror, new DeliveryMetrics(new SimpleMeterRegistry()), Clock.systemUTC());
    }

    public Repository repository() {
        return repository;
    }

    /** Returns the address at which another mirror can fetch from this one. */
    public URI url() {
        return place.toUri();
    }

    /** Lets a ref point to a commit, as a push does. */
    public void point(GitRef ref, CommitId commit) {
        try {
            Files.createDirectories(place.resolve(ref.value()).getParent());
            Files.writeString(place.resolve(ref.value()), commit.value() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + ref, e);
        }
    }

    /** Deletes a ref. */
    public void remove(GitRef ref) {
        try {
            Files.delete(place.resolve(ref.value()));
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + ref, e);
        }
    }

    /** Returns a commit without a parent. */
    public CommitId root(Map<String, String> files) {
        return commit(Optional.empty(), files);
    }

    /** Returns a commit that changes these files. */
    public CommitId after(CommitId parent, Map<String, String> files) {
        return commit(Optional.of(parent), files);
    }

    private CommitId commit(Optional<CommitId> parent, Map<String, String> files) {
        Map<String, byte[]> bytes = files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> file.getValue().getBytes(StandardCharsets.UTF_8)));
        return mirror.write(new CommitDraft(
                parent, bytes, Set.of(), DANA, DANA, Instant.parse("2030-01-01T11:00:00Z"), "Change " + files));
    }

    @Override
    public void close() {
        repository.close();
    }
}
