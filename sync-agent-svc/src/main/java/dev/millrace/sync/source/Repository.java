package dev.millrace.sync.source;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.verify.SignedObject;
import dev.millrace.git.verify.SignedTag;
import dev.millrace.messaging.DeliveryMetrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** One mirrored repository. A fetch serves all callers that asked before it began. */
public final class Repository implements AutoCloseable {
    private static final String REFS = "all refs";
    private static final String ALL = "all commits";

    /** A tag and the commit that it names. */
    record Tagged(GitRef ref, CommitId commit) {}

    private record RangeTag(Optional<Tagged> tag, Instant at) {}

    private record Listing(Map<GitRef, CommitId> refs, Instant at) {}

    private final String place;
    private final Mirror mirror;
    private final DeliveryMetrics metrics;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final Map<GitRef, Instant> fetched = new ConcurrentHashMap<>();
    private final Map<GitRef, CommitId> heads = new ConcurrentHashMap<>();

    /** Tags whose signature was not accepted. */
    private final Set<GitRef> doubted = ConcurrentHashMap.newKeySet();

    /** All refs of the host, if a range of versions is followed. */
    private volatile Listing listing = new Listing(Map.of(), Instant.EPOCH);

    /** The newest tag of each range in that listing. */
    private final Map<Followed.Versions, RangeTag> newestTags = new ConcurrentHashMap<>();

    private Instant allFetched = Instant.EPOCH;
    private volatile Instant listed = Instant.EPOCH;
    private final HostRequests host;
    private final Comparisons comparisons;

    /**
     * The last fetch.
     *
     * @param error why it failed; empty if it did not
     */
    public record Fetch(Instant at, String error) {}

    /** @param place the mirror's directory, which no other mirror has */
    Repository(String place, Mirror mirror, DeliveryMetrics metrics, Clock clock) {
        this.place = place;
        this.mirror = mirror;
        this.metrics = metrics;
        this.clock = clock;
        this.host = new HostRequests(clock);
        this.comparisons = new Comparisons(mirror);
    }

    /** Returns the mirror's directory: a separate one for each address and each set of credentials. */
    public String place() {
        return place;
    }

    /** Returns the name of the mirrored repository, as in events. */
    String name() {
        return mirror.id().toString();
    }

    /**
     * Returns the commit of the ref at that time or later.
     *
     * @param named a commit that an event named; if it is missing, the fetch came too early and is repeated
     */
    Optional<CommitId> tip(GitRef ref, Instant asOf, Optional<CommitId> named) {
        Instant called = clock.instant();
        fetching.lock();
        try {
            Instant began = fetched.get(ref);
            boolean fresh = began != null && !began.isBefore(asOf) && !mirror.isBroken();
            if (!fresh || named.filter(commit -> !mirror.contains(commit)).isPresent()) {
                fetch(ref, asOf, called);
            }
            return Optional.ofNullable(heads.get(ref));
        } finally {
            fetching.unlock();
        }
    }

    private void fetch(GitRef ref, Instant asOf, Instant called) {
        fetched.put(ref, host.run(ref.value(), asOf, called, () -> metrics.timed("fetch", () -> mirror.fetch(ref))
                .ifPresentOrElse(tip -> heads.put(ref, tip), () -> heads.remove(ref))));
        doubted.remove(ref);
    }

    /**
     * Returns the newest tag in the range at that time or later. One listing of the host's refs answers all ranges.
     *
     * @param named a commit that an event named; if no ref points to it, the listing came too early and is repeated
     */
    Optional<Tagged> newestTag(Followed.Versions versions, Instant asOf, Optional<CommitId> named) {
        Instant called = clock.instant();
        fetching.lock();
        try {
            boolean relist = listing.at().isBefore(asOf) || isEarly(named);
            if (relist) {
                Map<GitRef, CommitId> now = new HashMap<>();
                Instant began = host.run(REFS, asOf, called, () -> now.putAll(mirror.listRemote()));
                listing = new Listing(now, began);
            }
            RangeTag known = newestTags.get(versions);
            if (known == null || !known.at().equals(listing.at())) {
                known = new RangeTag(newest(versions, listing.refs()), listing.at());
                newestTags.put(versions, known);
            }
            return known.tag().flatMap(tag -> fetched(tag, relist, asOf, called));
        } finally {
            fetching.unlock();
        }
    }

    /** Returns the tag as fetched: at its listed commit, unless it moved since. */
    private Optional<Tagged> fetched(Tagged tag, boolean relist, Instant asOf, Instant called) {
        if (mirror.isBroken()
                || (relist && doubted.contains(tag.ref()))
                || !tag.commit().equals(heads.get(tag.ref()))) {
            fetch(tag.ref(), asOf, called);
        }
        return Optional.ofNullable(heads.get(tag.ref())).map(commit -> new Tagged(tag.ref(), commit));
    }

    /** Returns true if the newest listing lacks a commit that an event named. */
    boolean isEarly(Optional<CommitId> named) {
        return named.filter(commit -> !commit.isNone() && !listing.refs().containsValue(commit))
                .isPresent();
    }

    /** Fetches the tag again with the next request to the host: another tag may then point to the same commit. */
    void doubt(GitRef tag) {
        doubted.add(tag);
    }

    /** Of two tags of one version takes the one whose name sorts last: an arbitrary choice, but always the same. */
    private static Optional<Tagged> newest(Followed.Versions versions, Map<GitRef, CommitId> refs) {
        return refs.keySet().stream()
                .filter(ref -> versions.version(ref).isPresent())
                .max(Comparator.comparing((GitRef ref) -> versions.version(ref).orElseThrow())
                        .thenComparing(GitRef::value))
                .map(ref -> new Tagged(ref, refs.getOrDefault(ref, CommitId.NONE)));
    }

    /** Returns true if the commit is here, or was on the host at that time or later. */
    boolean has(CommitId commit, Instant asOf) {
        Instant called = clock.instant();
        if (mirror.contains(commit) && !mirror.isBroken()) {
            return true;
        }
        fetching.lock();
        try {
            if (mirror.isBroken() || (!mirror.contains(commit) && allFetched.isBefore(asOf))) {
                allFetched = host.run(ALL, asOf, called, () -> metrics.timed("fetch", mirror::fetchAll));
            }
            return mirror.contains(commit);
        } finally {
            fetching.unlock();
        }
    }

    /** Returns a commit that is here, for verification. */
    SignedObject signed(CommitId commit) {
        return mirror.signed(commit);
    }

    /** Returns the annotated tag that a ref pointed to when it was last fetched; empty if it pointed to none. */
    Optional<SignedTag> signedTag(GitRef ref) {
        return mirror.signedTag(ref);
    }

    /** Returns true if the mirror has the commit. */
    public boolean contains(CommitId commit) {
        return mirror.contains(commit);
    }

    /** Returns true if the tip has the commit in its history. */
    public boolean reaches(CommitId tip, CommitId commit) {
        return comparisons.reaches(tip, commit);
    }

    /** Returns those that refer to another commit than when they were last fetched; one request. */
    public List<Followed> moved(Collection<Followed> all) {
        Map<GitRef, CommitId> now = new HashMap<>();
        Instant called = clock.instant();
        listed = host.run("poll", called, called, () -> now.putAll(mirror.listRemote()));
        return all.stream().filter(one -> isMoved(one, now)).toList();
    }

    /** Returns when the host was last asked about this; {@link Instant#MAX} if its commit never changes. */
    public Instant asked(Followed followed) {
        Instant asked =
                switch (followed) {
                    case Followed.Ref(GitRef ref) -> fetched.getOrDefault(ref, Instant.EPOCH);
                    case Followed.Versions versions -> listing.at();
                    case Followed.Fixed(CommitId commit) -> mirror.contains(commit) ? Instant.MAX : Instant.EPOCH;
                };
        return asked.isAfter(listed) ? asked : listed;
    }

    /** Packs the mirror if it is due and no fetch is waiting; stops as soon as one is. */
    boolean tidy(BooleanSupplier givesWay) {
        if (!fetching.tryLock()) {
            return false;
        }
        try {
            return mirror.tidy(() -> givesWay.getAsBoolean() || fetching.hasQueuedThreads());
        } finally {
            fetching.unlock();
        }
    }

    private boolean isMoved(Followed followed, Map<GitRef, CommitId> now) {
        return switch (followed) {
            case Followed.Ref(GitRef ref) -> doubted.contains(ref) || !Objects.equals(now.get(ref), heads.get(ref));
            case Followed.Versions versions ->
                !newest(versions, now)
                        .map(Tagged::ref)
                        .equals(Optional.ofNullable(newestTags.get(versions))
                                .flatMap(RangeTag::tag)
                                .map(Tagged::ref)
                                .filter(ref -> !doubted.contains(ref) && Objects.equals(heads.get(ref), now.get(ref))));
            case Followed.Fixed(CommitId commit) -> !mirror.contains(commit);
        };
    }

    /** @throws GitUnavailable if the mirror lost the commit; the next fetch restores it */
    public SourceTree tree(CommitId commit) {
        try {
            return new CommitTree(mirror.tree(commit));
        } catch (IllegalArgumentException e) {
            mirror.suspect();
            throw new GitUnavailable(
                    "reading the commit " + commit.shortForm(), new IOException("the mirror has lost it", e));
        }
    }

    /** Returns the paths that differ between two commits; empty if the first one is not known here. */
    public Optional<List<String>> changedPaths(CommitId from, CommitId to) {
        return comparisons.changedPaths(from, to);
    }

    /**
     * Returns the commits that lead to a tip on its first-parent line, newest first.
     *
     * @param since the commit to stop before; if it isn't on the line, the tip alone is returned
     */
    public List<Commit> leadingTo(CommitId tip, Optional<CommitId> since, int most) {
        return comparisons.leadingTo(tip, since, most);
    }

    /** Returns the commits that a merge commit brought in, newest first; none for any other commit. */
    public List<Commit> broughtIn(Commit merge) {
        return comparisons.broughtIn(merge);
    }

    /** Returns the heads as last fetched. */
    public Map<GitRef, CommitId> heads() {
        return Map.copyOf(heads);
    }

    public Fetch lastFetch() {
        return host.last();
    }

    @Override
    public void close() {
        mirror.close();
    }
}
