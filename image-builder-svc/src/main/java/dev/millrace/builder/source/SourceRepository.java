package dev.millrace.builder.source;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.Commit;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.Mirror;
import dev.millrace.git.MirrorHolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One application repository and its mirror. Thread-safe; what asks the host throws {@link GitUnavailable} while it is away.
 */
public final class SourceRepository implements AutoCloseable {
    /** The trailer that every commit of ours has. */
    private static final String OUR_TRAILER = "Millrace-Event";

    private final MirrorHolder held;
    private final List<String> refs;
    private final String ownCommitter;

    /**
     * A repository that is mirrored.
     *
     * @param refs which refs are built: full names, {@code *} for any part of one
     * @param ownCommitter the e-mail address that this system commits with
     */
    public SourceRepository(MirrorHolder held, List<String> refs, String ownCommitter) {
        this.held = held;
        this.refs = List.copyOf(refs);
        this.ownCommitter = ownCommitter;
    }

    public RepositoryId id() {
        return held.id();
    }

    /** Where people find it; holds no user info. */
    public String address() {
        return held.url().toString();
    }

    /** How the last request to its host went, for people. */
    public String lastContact() {
        return held.lastContact();
    }

    /** Whether commits of this ref are built at all. */
    public boolean builds(GitRef ref) {
        return refs.stream().anyMatch(pattern -> matches(pattern, ref.value()));
    }

    static boolean matches(String pattern, String ref) {
        return ref.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
    }

    /** Fetches a ref, and says what it is now. */
    public SourceState look(GitRef ref) {
        Optional<CommitId> tip = held.fetch(ref);
        if (tip.isEmpty()) {
            return new SourceState.Gone();
        }
        Commit commit = mirror().commit(tip.get());
        if (isOurs(commit)) {
            return new SourceState.Ours();
        }
        return new SourceState.At(new Source(
                id(),
                commit.id(),
                ref,
                commit.committedAt(),
                mirror().sequence(commit.id()),
                Optional.of(commit.subject())));
    }

    private boolean isOurs(Commit commit) {
        return commit.committer().email().equalsIgnoreCase(ownCommitter)
                && !commit.trailers(OUR_TRAILER).isEmpty();
    }

    /** The refs that are built and that stand elsewhere on the host than in the mirror, and where they stand. */
    public Map<GitRef, CommitId> moved() {
        Map<GitRef, CommitId> moved = new TreeMap<>(Comparator.comparing(GitRef::value));
        held.listRemote().forEach((ref, tip) -> {
            if (builds(ref) && !mirror().tip(ref).equals(Optional.of(tip))) {
                moved.put(ref, tip);
            }
        });
        return moved;
    }

    /** Where a ref stood when it was fetched last; {@link CommitId#NONE} if it never was. */
    public CommitId lastSeen(GitRef ref) {
        return mirror().tip(ref).orElse(CommitId.NONE);
    }

    /** A file of a commit; empty if it has no such file. */
    public Optional<byte[]> read(CommitId commit, String path) {
        return mirror().tree(commit).read(path);
    }

    /**
     * Writes a folder of a commit to disk.
     *
     * @throws SourceRefused if it is too large, holds a link that leaves it, or can't be written
     */
    public void materialise(CommitId commit, String folder, Path target, long mostBytes) {
        try {
            mirror().tree(commit).materialise(folder, target, mostBytes);
        } catch (IOException e) {
            throw new SourceRefused(e);
        }
    }

    /** The nearest tag on the commit's first-parent history, and how many commits lie between; empty if there is none. */
    public Optional<Described> describe(CommitId commit) {
        Map<CommitId, String> tags = new TreeMap<>(Comparator.comparing(CommitId::value));
        held.listRemote().forEach((ref, tip) -> {
            if (ref.isTag()) {
                tags.merge(tip, ref.shortName(), (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        });
        try (Stream<Commit> history = mirror().firstParents(commit)) {
            long distance = 0;
            for (var commits = history.iterator(); commits.hasNext(); distance++) {
                String tag = tags.get(commits.next().id());
                if (tag != null) {
                    return Optional.of(new Described(tag, distance));
                }
            }
            return Optional.empty();
        }
    }

    private Mirror mirror() {
        return held.mirror();
    }

    /** Repacks the mirror if many fetches have made it slow. */
    public void tidy() {
        mirror().tidy(() -> false);
    }

    @Override
    public void close() {
        held.close();
    }
}
