package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.updater.decide.PresentVersion;
import dev.millrace.updater.decide.WrittenUpdates;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.trailer.OurTrailers;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/** A configuration repository and its mirror. Thread-safe. Methods that ask the host throw {@link GitUnavailable} while it is unreachable. */
public final class ConfigRepository implements AutoCloseable {
    /** Larger files are not read: no manifest, policy or key is. */
    public static final int MAX_FILE_BYTES = 4 << 20;

    /** The time for which an unreachable host is not asked again by callers that can do without it. */
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    private final MirrorHolder held;
    private final GitRef branch;
    private final Person committer;
    private final BranchHistory history = new BranchHistory();
    private final Map<String, String> requests = new ConcurrentHashMap<>();
    private final Map<String, RefusedImage> refusedImages = new ConcurrentHashMap<>();
    private final FileIndex files = new FileIndex();
    private final Map<CommitId, Map<String, PresentVersion>> present = new ConcurrentHashMap<>();
    private final PublishedRefs publishedRefs = new PublishedRefs();
    private final Map<CommitId, PoliciesInForce> policies = new ConcurrentHashMap<>();
    private final ReentrantLock fetching = new ReentrantLock();
    private long fetchBegan = System.nanoTime();
    private volatile long unavailableUntil = System.nanoTime();
    private volatile String lastRefusal = "";
    private volatile int pushesLost;

    /**
     * A mirrored repository.
     *
     * @param branch the one branch that is edited
     * @param committer the committer of our commits
     */
    public ConfigRepository(MirrorHolder held, GitRef branch, Person committer) {
        this.held = held;
        this.branch = branch;
        this.committer = committer;
    }

    public RepositoryId id() {
        return held.id();
    }

    public GitRef branch() {
        return branch;
    }

    public Person committer() {
        return committer;
    }

    /** The result of the last request to its host, for people. */
    public String lastContact() {
        return held.lastContact();
    }

    /** The reason why a commit of ours is not pushed yet; empty if none waits. */
    public String pushProblem() {
        int lost = pushesLost;
        return lost > 0 ? "push rejected because the branch moved, times in a row: " + lost : lastRefusal;
    }

    /** Records that the last push succeeded, or that there was nothing to push. */
    public void recordPushed() {
        lastRefusal = "";
        pushesLost = 0;
    }

    /** Records that the host refuses our commits. */
    public void recordPushRefused(String why) {
        pushesLost = 0;
        lastRefusal = why;
    }

    /** Records that the branch moved before our push, and how often in a row. */
    public void recordPushLost(int times) {
        pushesLost = times;
    }

    /** Records the state of a group's request, for people; absent if there is none. */
    public void recordRequest(String group, Optional<String> state) {
        state.ifPresentOrElse(text -> requests.put(group, text), () -> requests.remove(group));
    }

    /** The states of the requests when they were last reconciled, by group. */
    public Map<String, String> requests() {
        return new TreeMap<>(requests);
    }

    /** Records the image that failed a policy's verification last; absent once another one passed it. */
    public void recordVerification(String policy, Optional<RefusedImage> refused) {
        refused.ifPresentOrElse(image -> refusedImages.put(policy, image), () -> refusedImages.remove(policy));
    }

    /** The image that failed the verification of a policy last. */
    public Optional<RefusedImage> refusedImage(String policy) {
        return Optional.ofNullable(refusedImages.get(policy));
    }

    /** The refs that were published, with their commits. */
    public PublishedRefs publishedRefs() {
        return publishedRefs;
    }

    /**
     * The branch's commit on the host, now. Concurrent callers share a fetch that began after they asked.
     */
    public Optional<CommitId> freshTip() {
        long asked = System.nanoTime();
        fetching.lock();
        try {
            if (fetchBegan - asked > 0) {
                return mirror().tip(branch);
            }
            long begins = System.nanoTime();
            Optional<CommitId> tip = fetch(branch);
            fetchBegan = begins;
            return tip;
        } finally {
            fetching.unlock();
        }
    }

    /** The branch's commit as fetched last; empty if it was never fetched. */
    public Optional<CommitId> fetchedTip() {
        try {
            return mirror().tip(branch);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** As {@link #freshTip}, but also empty if the host was unreachable a moment ago: callers with other repositories must not wait for this one. */
    public Optional<CommitId> tipIfAvailable() {
        if (isUnavailable()) {
            return Optional.empty();
        }
        try {
            return freshTip();
        } catch (GitUnavailable e) {
            unavailableUntil = System.nanoTime() + RETRY_PAUSE.toNanos();
            return Optional.empty();
        }
    }

    /** Returns true if the host did not answer a moment ago. */
    public boolean isUnavailable() {
        return System.nanoTime() - unavailableUntil < 0;
    }

    /** Fetches a ref and returns its commit. */
    public Optional<CommitId> fetch(GitRef ref) {
        return held.fetch(ref);
    }

    /** All refs on the host, now. */
    public Map<GitRef, CommitId> listRemote() {
        return held.listRemote();
    }

    /** The policies in force at a commit. */
    public PoliciesInForce policies(CommitId tip) {
        PoliciesInForce known = policies.get(tip);
        if (known == null) {
            known = PoliciesInForce.at(mirror(), tip, policies.values());
            policies.clear();
            policies.put(tip, known);
        }
        return known;
    }

    /** The number of suspended policies, as they were read last. */
    public int suspended() {
        return policies.values().stream()
                .mapToInt(one -> one.policies().suspended().size())
                .sum();
    }

    /** The updates written by our commits up to this one. */
    public WrittenUpdates written(CommitId tip) {
        return history.upTo(mirror(), tip, policies(tip));
    }

    /** The findings in the files of a commit, by path; files without findings are left out. */
    public NavigableMap<String, FileFindings> findings(CommitId tip) {
        return files.at(mirror(), tip, policies(tip));
    }

    /** Visits, in the order of their paths, the files of a commit that an edit for one of the policies has to read. */
    public void visit(CommitId tip, List<Policy> some, BiConsumer<String, byte[]> visitor) {
        files.visit(mirror(), tip, policies(tip), some, visitor);
    }

    /** The versions present in the files at a commit, by policy. */
    public Map<String, PresentVersion> present(CommitId tip) {
        Map<String, PresentVersion> known = present.get(tip);
        if (known == null) {
            known = PresentVersions.of(findings(tip));
            present.clear();
            present.put(tip, known);
        }
        return known;
    }

    /** Returns true for our own commits, by trailers and committer: a commit of ours that a user cherry-picks is the user's. */
    public boolean isOurs(Commit commit) {
        return commit.committer().email().equalsIgnoreCase(committer.email())
                && !OurTrailers.read(commit).isEmpty();
    }

    /** The mirror, for reading commits and for writing new ones. */
    public Mirror mirror() {
        return held.mirror();
    }

    @Override
    public void close() {
        held.close();
    }
}
