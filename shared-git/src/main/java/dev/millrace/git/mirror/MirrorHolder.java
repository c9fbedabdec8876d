package dev.millrace.git.mirror;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.remote.RemoteRefs;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The mirror of one configured repository: opened at its first use, and with the result of the last request to its host. Thread-safe. Methods
 * that send a request to the host throw {@link GitUnavailable} while it is unreachable.
 */
public final class MirrorHolder implements AutoCloseable {
    private final Remote remote;
    private final Path directory;
    private @Nullable Mirror mirror;
    private volatile String lastContact = "no request yet";

    /** @param mirrors the directory of all mirrors, each in a folder named after its repository */
    public MirrorHolder(Remote remote, Path mirrors) {
        this.remote = remote;
        this.directory = mirrors.resolve(remote.id().value().replaceAll("[^a-z0-9.-]", "_"));
    }

    public RepositoryId id() {
        return remote.id();
    }

    /** The address for users, without user info. */
    public URI url() {
        return remote.url();
    }

    /** The result of the last request to its host, for users. */
    public String lastContact() {
        return lastContact;
    }

    /** Fetches a ref and returns its commit; empty if it was deleted. */
    public Optional<CommitId> fetch(GitRef ref) {
        return request(() -> mirror().fetch(ref));
    }

    /** The commits of all branches and tags on the host, in one request. */
    public Map<GitRef, CommitId> listRemote() {
        return request(() -> mirror().listRemote());
    }

    /** All branches and tags on the host, and its default branch, in one request. */
    public RemoteRefs remoteRefs() {
        return request(() -> mirror().remoteRefs());
    }

    /** Fetches all branches and tags. */
    public void fetchAll() {
        request(() -> {
            mirror().fetchAll();
            return id();
        });
    }

    private <T> T request(Supplier<T> sent) {
        try {
            T answer = sent.get();
            lastContact = "ok";
            return answer;
        } catch (GitUnavailable e) {
            lastContact = String.valueOf(e.getMessage());
            throw e;
        }
    }

    /** The mirror, for reading commits and for writing new ones. */
    public synchronized Mirror mirror() {
        Mirror open = mirror;
        if (open == null) {
            open = Mirror.open(directory, remote);
            mirror = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (mirror != null) {
            mirror.close();
            mirror = null;
        }
    }
}
