package dev.millrace.builder.source;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.read.Glob;
import dev.millrace.git.read.Tree;
import dev.millrace.git.ref.RefPattern;
import dev.millrace.git.remote.RemoteRefs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One application repository and its mirror. Thread-safe; methods that call the host throw {@link GitUnavailable} while it is unavailable.
 */
public final class SourceRepository implements AutoCloseable {
    /** The number of changed files above which a change is not read. */
    static final int MAX_CHANGED_PATHS = 50_000;

    /** The number of annotated tags of one commit whose times are compared. */
    private static final int MAX_COMPARED_TAGS = 20;

    private static final int MAX_COMPARED_BRANCHES = 20;

    private final MirrorHolder mirrorHolder;
    private final List<RefPattern> refs;
    private final OwnCommits ownCommits;
    private final ContextFiles files;

    /**
     * Creates a mirrored repository.
     *
     * @param refs the refs to build, as patterns: {@link RefPattern}
     * @param ownCommitter the e-mail address of commits made by Millrace
     * @param external the places of files that the repository only refers to
     */
    public SourceRepository(
            MirrorHolder mirrorHolder, List<String> refs, String ownCommitter, ExternalSources external) {
        this.mirrorHolder = mirrorHolder;
        this.refs = refs.stream().map(RefPattern::new).toList();
        this.ownCommits = new OwnCommits(ownCommitter);
        this.files = new ContextFiles(external);
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

    /** The patterns of the refs to build. */
    public List<String> patterns() {
        return refs.stream().map(RefPattern::toString).toList();
    }

    /** Fetches a ref and returns its current state. */
    public SourceState fetch(GitRef ref) {
        Optional<CommitId> tip = mirrorHolder.fetch(ref);
        if (tip.isEmpty()) {
            return new SourceState.Absent();
        }
        return ownCommits
                .newestOfUsers(mirror(), tip.get())
                .<SourceState>map(commit -> new SourceState.Found(source(commit, ref), tip.get()))
                .orElseGet(SourceState.OwnCommit::new);
    }

    private Source source(Commit commit, GitRef ref) {
        return new Source(
                id(),
                commit.id(),
                ref,
                commit.committedAt(),
                mirror().sequence(commit.id()),
                Optional.of(commit.subject()));
    }

    /** Every branch and tag on the host, and its default branch. */
    public RemoteRefs remoteRefs() {
        return mirrorHolder.remoteRefs();
    }

    /** The time of the commit of a ref; it is fetched first. */
    public Instant committedAt(GitRef ref) {
        return mirrorHolder
                .fetch(ref)
                .map(tip -> mirror().commit(tip).committedAt())
                .orElse(Instant.MIN);
    }

    /** Returns true if a fetched tip has the ancestor in its history. A commit that the mirror lacks is in no history. */
    public boolean reaches(CommitId tip, CommitId ancestor) {
        return mirror().reaches(tip, ancestor);
    }

    /** The files that differ between two commits; everything if the earlier one is not in the mirror. */
    public ChangedPaths changedPaths(CommitId from, CommitId to) {
        if (!mirror().contains(from)) {
            return new ChangedPaths.Everything();
        }
        return mirror().changedPaths(Optional.of(from), to, MAX_CHANGED_PATHS)
                .<ChangedPaths>map(ChangedPaths.Some::new)
                .orElseGet(ChangedPaths.Everything::new);
    }

    /** The newest common ancestor of two commits; empty if they have none, or if the mirror lacks one of them. */
    public Optional<CommitId> mergeBase(CommitId one, CommitId other) {
        return mirror().contains(one) && mirror().contains(other)
                ? mirror().history().mergeBase(one, other)
                : Optional.empty();
    }

    /**
     * Returns true for a commit that a branch of ours only contains because it was made on top of it: it is also on the default branch, or on another
     * branch that was fetched. Never for the default branch itself.
     */
    public boolean isOfAnotherBranch(CommitId commit, GitRef branch) {
        Optional<GitRef> main = remoteRefs().head();
        if (main.equals(Optional.of(branch))) {
            return false;
        }
        Stream<CommitId> others = mirror().tips().entrySet().stream()
                .filter(ref -> ref.getKey().isBranch() && !ref.getKey().equals(branch))
                .map(Map.Entry::getValue);
        return Stream.concat(main.flatMap(mirrorHolder::fetch).stream(), others)
                .distinct()
                .limit(MAX_COMPARED_BRANCHES)
                .anyMatch(tip -> mirror().reaches(tip, commit));
    }

    /** The tip of the default branch, which is fetched; empty if the host names none. */
    public Optional<CommitId> fetchDefaultBranch() {
        return remoteRefs().head().flatMap(mirrorHolder::fetch);
    }

    /** Reads a file of a commit, unless it is larger than a limit. */
    public SourceFile read(CommitId commit, String path, long maxBytes) {
        Tree tree = mirror().tree(commit);
        Optional<Long> size = tree.size(path);
        if (size.isPresent() && size.get() > maxBytes) {
            return new SourceFile.TooLarge(path, size.get(), maxBytes);
        }
        return tree.read(path, maxBytes)
                .<SourceFile>map(SourceFile.Content::new)
                .orElseGet(SourceFile.Absent::new);
    }

    /**
     * Writes a folder of a commit to disk, with the contents of files in Git LFS and of submodules.
     *
     * @throws SourceUnusable if it is too large, contains a link that leaves the repository or a file that can't be fetched, or can't be written
     */
    public void materialise(CommitId commit, String folder, Path target, long maxBytes) {
        files.write(mirror(), commit, folder, target, maxBytes);
    }

    /**
     * The nearest tag in a commit's history; empty if there is none.
     *
     * @param match a pattern of the names that count, as {@code git describe --match}; absent for all
     * @throws IllegalArgumentException if the pattern is invalid
     */
    public Optional<NearestTag> nearestTag(CommitId commit, Optional<String> match) {
        Optional<Glob> pattern = match.map(Glob::new);
        RemoteRefs remote = remoteRefs();
        Map<CommitId, List<GitRef>> tags = new HashMap<>();
        remote.all().forEach((ref, target) -> {
            if (ref.isTag() && pattern.map(one -> one.matches(ref.shortName())).orElse(true)) {
                tags.computeIfAbsent(target.commit(), tagged -> new ArrayList<>())
                        .add(ref);
            }
        });
        return mirror().history().describe(commit, tags.keySet()).flatMap(nearest -> name(
                        tags.getOrDefault(nearest.tagged(), List.of()), remote)
                .map(tag -> new NearestTag(tag.shortName(), nearest.distance())));
    }

    private Optional<GitRef> name(List<GitRef> tags, RemoteRefs remote) {
        return TagChoice.describing(
                tags.stream().limit(MAX_COMPARED_TAGS).toList(),
                tag -> Optional.ofNullable(remote.all().get(tag))
                        .filter(RemoteRefs.RemoteRef::isAnnotated)
                        .isPresent(),
                tag -> mirrorHolder.fetch(tag).flatMap(commit -> mirror().history()
                        .taggedAt(tag)));
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
        files.close();
    }
}
