package dev.millrace.builder.source;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.ref.RefPattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One application repository and its mirror. Thread-safe; methods that call the host throw {@link GitUnavailable} while it is unavailable.
 */
public final class SourceRepository implements AutoCloseable {
    /** The trailer of every commit that Millrace makes. */
    private static final String OUR_TRAILER = "Millrace-Event";

    private final MirrorHolder mirrorHolder;
    private final List<RefPattern> refs;
    private final String ownCommitter;

    /**
     * Creates a mirrored repository.
     *
     * @param refs the refs to build, as patterns: {@link RefPattern}
     * @param ownCommitter the e-mail address of commits made by Millrace
     */
    public SourceRepository(MirrorHolder mirrorHolder, List<String> refs, String ownCommitter) {
        this.mirrorHolder = mirrorHolder;
        this.refs = refs.stream().map(RefPattern::new).toList();
        this.ownCommitter = ownCommitter;
    }

    public RepositoryId id() {
        return mirrorHolder.id();
    }

    /** The address for users; contains no user info. */
    public String address() {
        return mirrorHolder.url().toString();
    }

    /** The result of the last request to its host, for users. */
    public String lastContact() {
        return mirrorHolder.lastContact();
    }

    /** Returns true if commits of this ref are built. */
    public boolean builds(GitRef ref) {
        return refs.stream().anyMatch(pattern -> pattern.matches(ref));
    }

    /** Fetches a ref and returns its current state. */
    public SourceState fetch(GitRef ref) {
        Optional<CommitId> tip = mirrorHolder.fetch(ref);
        if (tip.isEmpty()) {
            return new SourceState.Absent();
        }
        Commit commit = mirror().commit(tip.get());
        if (isOwn(commit)) {
            return new SourceState.OwnCommit();
        }
        return new SourceState.Found(new Source(
                id(),
                commit.id(),
                ref,
                commit.committedAt(),
                mirror().sequence(commit.id()),
                Optional.of(commit.subject())));
    }

    private boolean isOwn(Commit commit) {
        return commit.committer().email().equalsIgnoreCase(ownCommitter)
                && !commit.trailers(OUR_TRAILER).isEmpty();
    }

    /** The refs to build whose tip on the host differs from the mirror, with their tip on the host. */
    public Map<GitRef, CommitId> moved() {
        Map<GitRef, CommitId> moved = new TreeMap<>(Comparator.comparing(GitRef::value));
        mirrorHolder.listRemote().forEach((ref, tip) -> {
            if (builds(ref) && !mirror().tip(ref).equals(Optional.of(tip))) {
                moved.put(ref, tip);
            }
        });
        return moved;
    }

    /** The tip of a ref at its last fetch; {@link CommitId#NONE} if it was never fetched. */
    public CommitId lastFetched(GitRef ref) {
        return mirror().tip(ref).orElse(CommitId.NONE);
    }

    /** A file of a commit; empty if it has no such file. */
    public Optional<byte[]> read(CommitId commit, String path) {
        return mirror().tree(commit).read(path);
    }

    /**
     * Writes a folder of a commit to disk.
     *
     * @throws SourceUnusable if it is too large, contains a link that leaves it, or can't be written
     */
    public void materialise(CommitId commit, String folder, Path target, long maxBytes) {
        try {
            mirror().tree(commit).checkOut(folder, target, maxBytes);
        } catch (IOException e) {
            throw new SourceUnusable(e);
        }
    }

    /** The nearest tag on the commit's first-parent history; empty if there is none. */
    public Optional<NearestTag> nearestTag(CommitId commit) {
        Map<CommitId, String> tags = new TreeMap<>(Comparator.comparing(CommitId::value));
        mirrorHolder.listRemote().forEach((ref, tip) -> {
            if (ref.isTag()) {
                tags.merge(tip, ref.shortName(), (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        });
        try (Stream<Commit> history = mirror().firstParents(commit)) {
            long distance = 0;
            for (var commits = history.iterator(); commits.hasNext(); distance++) {
                String tag = tags.get(commits.next().id());
                if (tag != null) {
                    return Optional.of(new NearestTag(tag, distance));
                }
            }
            return Optional.empty();
        }
    }

    private Mirror mirror() {
        return mirrorHolder.mirror();
    }

    /** Repacks the mirror after many fetches. */
    public void tidy() {
        mirror().tidy(() -> false);
    }

    @Override
    public void close() {
        mirrorHolder.close();
    }
}
