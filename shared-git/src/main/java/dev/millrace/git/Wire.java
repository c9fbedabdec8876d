package dev.millrace.git;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

/** Connections to the remote, with its credentials sent at once rather than after a refusal. Moves no ref of the mirror. */
final class Wire implements AutoCloseable {
    private static final List<RefSpec> BRANCHES_AND_TAGS =
            List.of(new RefSpec("refs/heads/*:refs/heads/*"), new RefSpec("refs/tags/*:refs/tags/*"));
    private static final List<String> REFUSED_CREDENTIALS = List.of(
            "not authorized",
            "not permitted",
            "Authentication is required",
            "authentication not supported",
            "Cannot log in");

    private final Repository repository;
    private final Remote remote;
    private final Duration silence;
    private final Damage damage;
    private final Access access;

    Wire(Repository repository, Remote remote, Duration silence, Damage damage) {
        this.repository = repository;
        this.remote = remote;
        this.silence = silence;
        this.damage = damage;
        this.access = new Access(remote);
    }

    /** Checks that an object and everything reachable from it are present. */
    interface Stock {
        boolean hasAllOf(ObjectId object) throws IOException;
    }

    /** The ref's commit on the host, with all its objects fetched; empty if the host has no such ref. */
    Optional<ObjectId> fetch(GitRef ref, Stock stock) {
        return talk("fetching " + ref.shortName(), transport -> {
            List<RefSpec> spec = List.of(new RefSpec(ref + ":" + ref));
            try (FetchConnection connection = transport.openFetch(spec)) {
                Ref found = connection.getRef(ref.value());
                if (found == null || found.getObjectId() == null) {
                    return Optional.empty();
                }
                if (!stock.hasAllOf(found.getObjectId())) {
                    fetch(connection, Set.of(found));
                }
                return Optional.of(found.getObjectId());
            }
        });
    }

    /** The commits of all branches and tags on the host, with all their objects fetched. */
    Map<GitRef, ObjectId> fetchAll(Stock stock) {
        return talk("fetching all branches and tags", transport -> {
            Map<GitRef, ObjectId> all = new HashMap<>();
            try (FetchConnection connection = transport.openFetch(BRANCHES_AND_TAGS)) {
                Set<Ref> wanted = new HashSet<>();
                for (Ref ref : connection.getRefs()) {
                    if (isBranchOrTag(ref)) {
                        all.put(new GitRef(ref.getName()), ref.getObjectId());
                        if (!stock.hasAllOf(ref.getObjectId())) {
                            wanted.add(ref);
                        }
                    }
                }
                if (!wanted.isEmpty()) {
                    fetch(connection, wanted);
                }
            }
            return all;
        });
    }

    private static boolean isBranchOrTag(Ref ref) {
        return ref.getName().startsWith("refs/heads/") || ref.getName().startsWith("refs/tags/");
    }

    private static void fetch(FetchConnection connection, Set<Ref> wanted) throws IOException {
        connection.setPackLockMessage("fetching");
        try {
            connection.fetch(NullProgressMonitor.INSTANCE, wanted, Set.of());
        } finally {
            for (PackLock lock : connection.getPackLocks()) {
                lock.unlock();
            }
        }
    }

    Map<GitRef, CommitId> list() {
        return talk("listing the refs", transport -> {
            Map<GitRef, CommitId> refs = new HashMap<>();
            try (FetchConnection connection = transport.openFetch(BRANCHES_AND_TAGS)) {
                for (Ref ref : connection.getRefs()) {
                    if (isBranchOrTag(ref)) {
                        ObjectId peeled = ref.getPeeledObjectId();
                        ObjectId commit = peeled == null ? ref.getObjectId() : peeled;
                        refs.put(new GitRef(ref.getName()), new CommitId(commit.name()));
                    }
                }
            }
            return Collections.unmodifiableMap(refs);
        });
    }

    /** @param replacing true if the commit need not descend from the expected one */
    PushOutcome push(GitRef ref, Optional<CommitId> expected, ObjectId commit, boolean replacing) {
        ObjectId old = expected.map(e -> ObjectId.fromString(e.value())).orElse(ObjectId.zeroId());
        return talk("pushing to " + ref.shortName(), transport -> {
            RemoteRefUpdate update =
                    new RemoteRefUpdate(repository, commit.name(), commit, ref.value(), replacing, null, old);
            transport.push(NullProgressMonitor.INSTANCE, List.of(update));
            return PushAnswer.of(update);
        });
    }

    private interface Talk<T> {
        T over(Transport transport) throws IOException;
    }

    private <T> T talk(String what, Talk<T> talk) {
        try (Transport transport =
                Transport.open(repository, new URIish(remote.url().toString()))) {
            transport.setTimeout(Math.toIntExact(silence.toSeconds()));
            access.open(transport);
            return talk.over(transport);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no transport for the repository at " + remote.url(), e);
        } catch (IOException e) {
            damage.inObjects(e);
            throw unavailable(what + " of " + remote.id() + ": ", e);
        }
    }

    private GitUnavailable unavailable(String what, IOException e) {
        Optional<String> doubt = access.doubt();
        if (doubt.isPresent()) {
            return new GitRefused(what + doubt.get(), e);
        }
        String explained = explained(e);
        if (REFUSED_CREDENTIALS.stream().anyMatch(explained::contains)) {
            return new GitRefused(what + "the host refuses the credentials; check user, password, token or key", e);
        }
        return e instanceof Access.Unusable
                ? new GitRefused(what + explained, e)
                : new GitUnavailable(what + explained, e);
    }

    private static String explained(IOException e) {
        List<String> reasons = new ArrayList<>();
        for (Throwable cause : Stream.<Throwable>iterate(e, c -> c != null, Throwable::getCause)
                .toList()) {
            String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (reasons.stream().noneMatch(message -> message.contains(reason))) {
                reasons.add(reason);
            }
        }
        return String.join(": ", reasons);
    }

    @Override
    public void close() {
        access.close();
    }
}
