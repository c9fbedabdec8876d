package dev.millrace.sync.trigger;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.OtherApplications;
import dev.millrace.sync.Subject;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.state.Triggers;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dependencies between the cluster's applications: by {@code dependsOn}, by a common source, by objects that move. */
public final class Network implements OtherApplications {
    private final Followers followers;
    private final Dependencies dependencies;
    private final Results results;
    private final WorkQueue queue;
    private final Repositories repositories;
    private final Clock clock;

    /** The newest commit of each source, as the first of its followers found it. */
    private final Map<String, CommitId> tips = new ConcurrentHashMap<>();

    public Network(
            Followers followers,
            Dependencies dependencies,
            Results results,
            WorkQueue queue,
            Repositories repositories,
            Clock clock) {
        this.followers = followers;
        this.dependencies = dependencies;
        this.results = results;
        this.queue = queue;
        this.repositories = repositories;
        this.clock = clock;
    }

    @Override
    public boolean exists(String uid) {
        return followers.exists(uid);
    }

    @Override
    public Optional<String> unmet(Subject app, CommitId commit) {
        return dependencies.unmet(app, commit, results::settledAt);
    }

    @Override
    public List<String> yetToCompare(Subject app, CommitId commit) {
        return followers.besides(app).stream()
                .filter(other -> !other.suspended() && !other.spec().observe())
                .filter(other -> !other.asked().deletion() && !results.isHeld(other.uid()))
                .filter(other -> !hasCompared(other, commit))
                .map(Subject::uid)
                .toList();
    }

    /** Returns true if an application was compared with this commit of its source, or with one that came after it. */
    private boolean hasCompared(Subject app, CommitId commit) {
        return results.comparedWith(app.uid())
                .filter(tip -> tip.equals(commit) || repositories.reaches(app.source(), tip, commit))
                .isPresent();
    }

    /** Triggers all followers of a ref whose commit one of them fetched: the next poll would find no change. */
    @Override
    public void sourceAt(Subject app, CommitId tip, Instant asOf) {
        if (tip.equals(put(app, tip))) {
            return;
        }
        Triggers triggers = Triggers.source(asOf, Trigger.POLL);
        followers.besides(app).stream()
                .filter(other -> results.of(other.uid())
                        .flatMap(result -> result.source().tip())
                        .filter(known -> known.commit().equals(tip))
                        .isEmpty())
                .forEach(other -> queue.ask(other.uid(), triggers));
    }

    /** Records a commit that an event names; the event itself triggers all followers. */
    void expect(Subject follower, CommitId commit) {
        put(follower, commit);
    }

    /** Records the commit and returns the one before. */
    private @Nullable CommitId put(Subject app, CommitId tip) {
        CommitId before = tips.put(key(app), tip);
        if (before == null) {
            forgetUnfollowed();
        }
        return before;
    }

    /** Each Application follows one source: if there are more tips, some are of sources without followers. */
    private void forgetUnfollowed() {
        List<Subject> all = followers.all();
        if (tips.size() > all.size()) {
            tips.keySet().retainAll(all.stream().map(Network::key).collect(Collectors.toSet()));
        }
    }

    private static String key(Subject app) {
        return app.source().url() + " " + app.source().followed();
    }

    @Override
    public void retry(String uid) {
        queue.ask(uid, Triggers.retry(clock.instant()));
    }

    /** Forgets what was found before this agent became the leader. */
    void reset() {
        tips.clear();
    }
}
