package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.Commit;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.Mirror;
import dev.millrace.git.verify.Signed;
import dev.millrace.git.verify.SignedTag;
import dev.millrace.messaging.DeliveryMetrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** One mirrored repository. A fetch serves all who asked before it began. */
public final class Repository implements AutoCloseable {
    private static final int MOST_DIFFERENCES = 16;
    private static final int MOST_REACHED = 1000;

    /** A tag, and the commit that it names. */
    record Tagged(GitRef ref, CommitId commit) {}

    private record Looked(Optional<Tagged> tag, Instant at) {}

    private record Listing(Map<GitRef, CommitId> refs, Instant at) {}

    private record Between(CommitId from, CommitId to) {}

    private final Mirror mirror;
    private final DeliveryMetrics metrics;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final Map<GitRef, Instant> fetched = new HashMap<>();
    private final Map<GitRef, CommitId> heads = new ConcurrentHashMap<>();

    /** Tags that were not believed. */
    private final Set<GitRef> doubted = ConcurrentHashMap.newKeySet();

    /** What is known to lead to what: all who follow the repository ask for the same. */
    private final Set<Between> reached = ConcurrentHashMap.newKeySet();

    /** All who follow the repository ask for the same: each commit is compared once. */
    private final Map<Between, List<String>> differences = new ConcurrentHashMap<>();

    /** Where all refs of the host stood, if a range of versions is followed. */
    private volatile Listing listing = new Listing(Map.of(), Instant.EPOCH);

    /** What that says of ranges. */
    private final Map<Followed.Versions, Looked> newestTags = new ConcurrentHashMap<>();

    private Instant allFetched = Instant.EPOCH;
    private volatile Fetch last = new Fetch(Instant.EPOCH, "never fetched");

    /**
     * The last fetch.
     *
     * @param trouble why it failed; empty if it did not
     */
    public record Fetch(Instant at, String trouble) {}

    Repository(Mirror mirror, DeliveryMetrics metrics, Clock clock) {
        this.mirror = mirror;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Where the ref stood at that time or later.
     *
     * @param told a commit that an event named; if it isn't there, the fetch came too early and is made again
     */
    Optional<CommitId> tip(GitRef ref, Instant asOf, Optional<CommitId> told) {
        fetching.lock();
        try {
            Instant began = fetched.get(ref);
            boolean fresh = began != null && !began.isBefore(asOf) && !mirror.isBroken();
            if (!fresh || told.filter(commit -> !mirror.contains(commit)).isPresent()) {
                fetch(ref);
            }
            return Optional.ofNullable(heads.get(ref));
        } finally {
            fetching.unlock();
        }
    }

    private void fetch(GitRef ref) {
        fetched.put(ref, asking(() -> metrics.timed("fetch", () -> mirror.fetch(ref))
                .ifPresentOrElse(tip -> heads.put(ref, tip), () -> heads.remove(ref))));
        doubted.remove(ref);
    }

    /** When it began. */
    private Instant asking(Runnable work) {
        Instant began = clock.instant();
        try {
            work.run();
            last = new Fetch(began, "");
            return began;
        } catch (GitUnavailable e) {
            last = new Fetch(began, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /**
     * The newest tag in the range at that time or later. All ranges are answered by one listing of the host's refs.
     *
     * @param told a commit that an event named; if no ref stands there, the listing came too early and is made again
     */
    Optional<Tagged> newestTag(Followed.Versions versions, Instant asOf, Optional<CommitId> told) {
        fetching.lock();
        try {
            boolean anew = listing.at().isBefore(asOf) || isEarly(told);
            if (anew) {
                Map<GitRef, CommitId> now = new HashMap<>();
                Instant began = asking(() -> now.putAll(mirror.listRemote()));
                listing = new Listing(now, began);
            }
            Looked known = newestTags.get(versions);
            if (known == null || !known.at().equals(listing.at())) {
                known = new Looked(newest(versions, listing.refs()), listing.at());
                newestTags.put(versions, known);
            }
            return known.tag().flatMap(tag -> fetched(tag, anew));
        } finally {
            fetching.unlock();
        }
    }

    /** Where the tag stands once it is here, which is where it was listed unless it moved since. */
    private Optional<Tagged> fetched(Tagged tag, boolean anew) {
        if (mirror.isBroken()
                || (anew && doubted.contains(tag.ref()))
                || !tag.commit().equals(heads.get(tag.ref()))) {
            fetch(tag.ref());
        }
        return Optional.ofNullable(heads.get(tag.ref())).map(commit -> new Tagged(tag.ref(), commit));
    }

    /** Whether the newest listing has nothing of a commit that an event named. */
    boolean isEarly(Optional<CommitId> told) {
        return told.filter(commit -> !commit.isNone() && !listing.refs().containsValue(commit))
                .isPresent();
    }

    /** The tag is asked for again when the host is asked next: at the same commit another one may stand then. */
    void doubt(GitRef tag) {
        doubted.add(tag);
    }

    /** Of two tags of one version the one whose name comes last: any, but always the same. */
    private static Optional<Tagged> newest(Followed.Versions versions, Map<GitRef, CommitId> refs) {
        return refs.keySet().stream()
                .filter(ref -> versions.version(ref).isPresent())
                .max(Comparator.comparing((GitRef ref) -> versions.version(ref).orElseThrow())
                        .thenComparing(GitRef::value))
                .map(ref -> new Tagged(ref, refs.getOrDefault(ref, CommitId.NONE)));
    }

    /** Whether the commit is here, or was on the host at that time or later. */
    boolean has(CommitId commit, Instant asOf) {
        if (mirror.contains(commit) && !mirror.isBroken()) {
            return true;
        }
        fetching.lock();
        try {
            if (mirror.isBroken() || (!mirror.contains(commit) && allFetched.isBefore(asOf))) {
                allFetched = asking(() -> metrics.timed("fetch", mirror::fetchAll));
            }
            return mirror.contains(commit);
        } finally {
            fetching.unlock();
        }
    }

    /** A commit that is here, to be verified. */
    Signed signed(CommitId commit) {
        return mirror.signed(commit);
    }

    /** The annotated tag that a ref stood at when it was last fetched; empty if it stood at none. */
    Optional<SignedTag> signedTag(GitRef ref) {
        return mirror.signedTag(ref);
    }

    /** Whether the mirror has a commit. */
    public boolean contains(CommitId commit) {
        return mirror.contains(commit);
    }

    /** Whether a tip has the commit in its history. */
    public boolean reaches(CommitId tip, CommitId commit) {
        Between steps = new Between(commit, tip);
        if (reached.contains(steps)) {
            return true;
        }
        boolean reaches = mirror.reaches(tip, commit);
        if (reaches) {
            if (reached.size() >= MOST_REACHED) {
                reached.clear();
            }
            reached.add(steps);
        }
        return reaches;
    }

    /** Those of these that mean another commit than when they were last fetched; one request. */
    public List<Followed> moved(Collection<Followed> all) {
        Map<GitRef, CommitId> now = new HashMap<>();
        asking(() -> now.putAll(mirror.listRemote()));
        return all.stream().filter(one -> isMoved(one, now)).toList();
    }

    private boolean isMoved(Followed followed, Map<GitRef, CommitId> now) {
        return switch (followed) {
            case Followed.Ref(GitRef ref) -> doubted.contains(ref) || !Objects.equals(now.get(ref), heads.get(ref));
            case Followed.Versions versions ->
                !newest(versions, now)
                        .map(Tagged::ref)
                        .equals(Optional.ofNullable(newestTags.get(versions))
                                .flatMap(Looked::tag)
                                .map(Tagged::ref)
                                .filter(ref -> !doubted.contains(ref) && Objects.equals(heads.get(ref), now.get(ref))));
            case Followed.Fixed(CommitId commit) -> !mirror.contains(commit);
        };
    }

    /** @throws GitUnavailable if the mirror lost the commit; the next fetch brings it again */
    public SourceTree tree(CommitId commit) {
        try {
            return new CommitTree(mirror.tree(commit));
        } catch (IllegalArgumentException e) {
            mirror.suspect();
            throw new GitUnavailable(
                    "reading the commit " + commit.shortForm(), new IOException("the mirror has lost it", e));
        }
    }

    /** What differs between two commits; empty if the first one is not known here. */
    public Optional<List<String>> changedPaths(CommitId from, CommitId to) {
        if (!mirror.contains(from)) {
            return Optional.empty();
        }
        if (differences.size() >= MOST_DIFFERENCES) {
            differences.clear();
        }
        return Optional.of(
                differences.computeIfAbsent(new Between(from, to), pair -> mirror.changedPaths(Optional.of(from), to)));
    }

    /**
     * The commits that lead to a tip on its first-parent line, newest first.
     *
     * @param since where to stop, without it; if it isn't on the line, the tip stands alone
     */
    public List<Commit> leadingTo(CommitId tip, Optional<CommitId> since, int most) {
        List<Commit> commits = new ArrayList<>();
        try (Stream<Commit> line = mirror.firstParents(tip)) {
            Iterator<Commit> each = line.iterator();
            while (each.hasNext() && commits.size() < most) {
                Commit commit = each.next();
                if (since.filter(commit.id()::equals).isPresent()) {
                    return commits;
                }
                commits.add(commit);
            }
        }
        return commits.stream().limit(1).toList();
    }

    /** The heads as last fetched. */
    public Map<GitRef, CommitId> heads() {
        return Map.copyOf(heads);
    }

    public Fetch lastFetch() {
        return last;
    }

    @Override
    public void close() {
        mirror.close();
    }
}
