package dev.millrace.git.transport;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.GitAccessDenied;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.RepositoryCorruption;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.remote.RemoteRefs;
import dev.millrace.http.ConnectionErrors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/**
 * Fetches from a remote into its mirror and pushes to it, with one connection for each request. Methods throw {@link GitUnavailable} if the host is
 * unreachable or denies access.
 */
public final class RemoteClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final List<RefSpec> BRANCHES_AND_TAGS =
            List.of(new RefSpec("refs/heads/*:refs/heads/*"), new RefSpec("refs/tags/*:refs/tags/*"));
    private final Repository repository;
    private final Refs refs;
    private final Remote remote;
    private final Duration timeout;
    private final RepositoryCorruption corruption;
    private final Access access;

    public RemoteClient(Repository repository, Remote remote, RepositoryCorruption corruption) {
        this(repository, remote, TIMEOUT, corruption);
    }

    /** @param timeout the time after which a silent host counts as unavailable, in whole seconds */
    RemoteClient(Repository repository, Remote remote, Duration timeout, RepositoryCorruption corruption) {
        this.repository = repository;
        this.refs = new Refs(repository);
        this.remote = remote;
        this.timeout = timeout;
        this.corruption = corruption;
        this.access = new Access(remote);
    }

    /** Fetches a ref with all its objects and returns its commit; empty if the host has no such ref, or if it does not name a commit. */
    public Optional<CommitId> fetch(GitRef ref) {
        Optional<ObjectId> target = request("fetching " + ref.shortName(), transport -> {
            List<RefSpec> spec = List.of(new RefSpec(ref + ":" + ref));
            try (FetchConnection connection = transport.openFetch(spec)) {
                Ref found = connection.getRef(ref.value());
                if (found == null || found.getObjectId() == null) {
                    return Optional.empty();
                }
                if (!refs.hasAllOf(found.getObjectId())) {
                    fetch(connection, Set.of(found), ref.shortName());
                }
                return Optional.of(found.getObjectId());
            }
        });
        return onDisk("moving " + ref, () -> {
            if (target.isPresent()) {
                refs.move(ref, target.get());
            } else {
                refs.remove(ref);
            }
            return refs.tip(ref);
        });
    }

    /** Fetches all branches and tags with all their objects. Those that were deleted on the host stay. */
    public void fetchAll() {
        Map<GitRef, ObjectId> targets = request("fetching all branches and tags", transport -> {
            Map<GitRef, ObjectId> all = new HashMap<>();
            try (FetchConnection connection = transport.openFetch(BRANCHES_AND_TAGS)) {
                Set<Ref> missing = new HashSet<>();
                for (Ref ref : connection.getRefs()) {
                    if (RefLists.isBranchOrTag(ref)) {
                        all.put(new GitRef(ref.getName()), ref.getObjectId());
                        if (!refs.hasAllOf(ref.getObjectId())) {
                            missing.add(ref);
                        }
                    }
                }
                if (!missing.isEmpty()) {
                    fetch(connection, missing, "all branches and tags");
                }
            }
            return all;
        });
        onDisk("moving all refs", () -> {
            for (Map.Entry<GitRef, ObjectId> target : targets.entrySet()) {
                refs.move(target.getKey(), target.getValue());
            }
            return targets;
        });
    }

    private void fetch(FetchConnection connection, Set<Ref> missing, String what) throws IOException {
        FetchLimit limit = new FetchLimit(repository.getDirectory().toPath().resolve(Constants.OBJECTS));
        connection.setPackLockMessage("fetching");
        try {
            connection.fetch(limit, missing, Set.of());
        } catch (IOException e) {
            throw limit.excess()
                    .<IOException>map(excess -> new IOException("fetching " + what + " is ended: " + excess, e))
                    .orElse(e);
        } finally {
            for (PackLock lock : connection.getPackLocks()) {
                lock.unlock();
            }
        }
    }

    /** The commits of all branches and tags on the host. Nothing is fetched. */
    public Map<GitRef, CommitId> list() {
        Map<GitRef, CommitId> commits = new HashMap<>();
        refs().all().forEach((ref, target) -> commits.put(ref, target.commit()));
        return Collections.unmodifiableMap(commits);
    }

    /** All branches and tags on the host, and its default branch. Nothing is fetched. */
    public RemoteRefs refs() {
        return request("listing the refs", transport -> {
            try (FetchConnection connection = transport.openFetch(BRANCHES_AND_TAGS, Constants.HEAD)) {
                return RefLists.of(connection.getRefs(), connection.getRef(Constants.HEAD));
            }
        });
    }

    /**
     * Pushes a commit of the mirror, whose ref follows if the host accepts.
     *
     * @param expected the commit that the host's ref must have; empty if it must not exist
     * @param replacing true if the commit need not descend from the expected one
     */
    public PushOutcome push(GitRef ref, Optional<CommitId> expected, CommitId commit, boolean replacing) {
        ObjectId old = expected.map(e -> ObjectId.fromString(e.value())).orElse(ObjectId.zeroId());
        ObjectId target = ObjectId.fromString(commit.value());
        PushOutcome outcome = request("pushing to " + ref.shortName(), transport -> {
            RemoteRefUpdate update =
                    new RemoteRefUpdate(repository, target.name(), target, ref.value(), replacing, null, old);
            transport.push(NullProgressMonitor.INSTANCE, List.of(update));
            return PushAnswer.of(update, access::masked);
        });
        if (outcome instanceof PushOutcome.Pushed) {
            onDisk("moving " + ref, () -> {
                refs.move(ref, target);
                return ref;
            });
        }
        return outcome;
    }

    private interface Request<T> {
        T over(Transport transport) throws IOException;
    }

    private <T> T request(String what, Request<T> request) {
        try (Transport transport = Transport.open(repository, address())) {
            transport.setTimeout(Math.toIntExact(timeout.toSeconds()));
            access.open(transport);
            return request.over(transport);
        } catch (IOException e) {
            corruption.checkObjects(e);
            throw unavailable(what + " of " + remote.id() + ": ", e);
        }
    }

    /** @throws Access.Denied if no connection to its host is allowed */
    private URIish address() throws IOException {
        try {
            URIish address = new URIish(remote.url().toString());
            Access.checkHost(address);
            return address;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no transport for the repository at " + remote.url(), e);
        }
    }

    /** The causes are left out: a log would show their messages. */
    private GitUnavailable unavailable(String what, IOException e) {
        Optional<String> denied = access.hostKeyProblem()
                .or(() -> TransportErrors.areCredentialsRejected(e)
                        ? Optional.of("the host rejected the credentials; check user, password, token or key")
                        : Optional.empty())
                .or(() -> e instanceof Access.Denied ? Optional.ofNullable(e.getMessage()) : Optional.empty());
        String message = what + denied.orElseGet(() -> TransportErrors.words(e, access::masked));
        IOException cause = ConnectionErrors.reworded(message, e);
        return denied.isPresent() ? new GitAccessDenied(message, cause) : new GitUnavailable(message, cause);
    }

    private interface DiskWork<T> {
        T run() throws IOException;
    }

    private <T> T onDisk(String what, DiskWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw corruption.unreadable(what + " in the mirror of " + remote.id() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        access.close();
    }
}
