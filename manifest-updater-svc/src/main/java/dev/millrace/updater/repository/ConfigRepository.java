package dev.millrace.updater.repository;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.Commit;
import dev.millrace.git.GitUnavailable;
import dev.millrace.git.Mirror;
import dev.millrace.git.MirrorHolder;
import dev.millrace.git.Person;
import dev.millrace.updater.decide.PresentVersion;
import dev.millrace.updater.decide.WrittenUpdates;
import dev.millrace.updater.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/** One configuration repository and its mirror. Thread-safe; what asks the host throws {@link GitUnavailable} while it is away. */
public final class ConfigRepository implements AutoCloseable {
    /** How long a host that didn't answer is not asked again by those who can do without. */
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    private final MirrorHolder held;
    private final GitRef branch;
    private final Person committer;
    private final BranchHistory history = new BranchHistory();
    private final Map<String, String> requests = new ConcurrentHashMap<>();
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
     * A repository that is mirrored.
     *
     * @param branch the one branch that is edited
     * @param committer who we commit as
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

    /** How the last request to its host went, for people. */
    public String lastContact() {
        return held.lastContact();
    }

    /** Why a commit of ours waits to be pushed; empty if none does. */
    public String pushProblem() {
        int lost = pushesLost;
        return lost > 0 ? "others were quicker, times in a row: " + lost : lastRefusal;
    }

    /** The last push was taken, or there was nothing to push. */
    public void recordPushed() {
        lastRefusal = "";
        pushesLost = 0;
    }

    /** The host will not have our commits. */
    public void recordPushRefused(String why) {
        pushesLost = 0;
        lastRefusal = why;
    }

    /** Others were quicker, so often in a row. */
    public void recordPushLost(int times) {
        pushesLost = times;
    }

    /** How a group's request stands, for people; absent if there is none. */
    public void recordRequest(String group, Optional<String> state) {
        state.ifPresentOrElse(text -> requests.put(group, text), () -> requests.remove(group));
    }

    /** How the requests stood when they were last seen to, by group. */
    public Map<String, String> requests() {
        return new TreeMap<>(requests);
    }

    /** Which refs were told of, and where they stood. */
    public PublishedRefs publishedRefs() {
        return publishedRefs;
    }

    /**
     * The branch's commit on the host, now. Many callers at once share a fetch, if it began after they asked.
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

    /** As {@link #freshTip}, but empty too if the host was away just now: who has other repositories to ask must not wait for this one. */
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

    /** Whether the host didn't answer just now. */
    public boolean isUnavailable() {
        return System.nanoTime() - unavailableUntil < 0;
    }

    /** Fetches a ref, and says where it stands now. */
    public Optional<CommitId> fetch(GitRef ref) {
        return held.fetch(ref);
    }

    /** All refs of the host now. */
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

    /** What our commits up to this one have written. */
    public WrittenUpdates written(CommitId tip) {
        return history.upTo(mirror(), tip, policies(tip));
    }

    /** What the files of a commit hold of its policies, by path; files that hold nothing are not there. */
    public NavigableMap<String, FileFindings> findings(CommitId tip) {
        return files.at(mirror(), tip, policies(tip));
    }

    /** Shows, in the order of the paths, each file of a commit that an edit for one of the policies has to look into. */
    public void visit(CommitId tip, List<Policy> some, BiConsumer<String, byte[]> visitor) {
        files.visit(mirror(), tip, policies(tip), some, visitor);
    }

    /** What stands in the files at a commit, by policy. */
    public Map<String, PresentVersion> present(CommitId tip) {
        Map<String, PresentVersion> known = present.get(tip);
        if (known == null) {
            known = PresentVersions.of(findings(tip));
            present.clear();
            present.put(tip, known);
        }
        return known;
    }

    /** Told by trailers and committer: a person who picks our commit elsewhere makes it theirs. */
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
