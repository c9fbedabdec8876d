package dev.millrace.updater.promote;

import dev.millrace.events.Health;
import dev.millrace.events.HealthChanged;
import dev.millrace.events.PolicyState.Release;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.updater.decide.BranchState;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.policy.Environment;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion.After;
import dev.millrace.updater.promote.plan.Fact;
import dev.millrace.updater.promote.plan.Fact.Ending;
import dev.millrace.updater.promote.plan.Situation;
import dev.millrace.updater.promote.plan.Upstream;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.state.BuiltImages;
import dev.millrace.updater.state.Deployments;
import dev.millrace.updater.state.PolicyStates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers the facts for plans from memory and mirror. */
final class Observation {
    /** The number of commits that are counted; a higher daily limit is never useful. */
    private static final int MAX_COMMITS = 100;

    private final Deployments deployments;
    private final BuiltImages images;
    private final PolicyStates states;

    Observation(Deployments deployments, BuiltImages images, PolicyStates states) {
        this.deployments = deployments;
        this.images = images;
        this.states = states;
    }

    /** The state of a branch with the users' holds and releases applied. */
    BranchState branchState(ConfigRepository repository, CommitId tip) {
        BranchState plain = new BranchState(
                repository.written(tip),
                repository.present(tip),
                repository.policies(tip).policies().suspended());
        return states.branchState(repository.id(), plain);
    }

    /**
     * Returns true if a policy's versions are planned: it has conditions, or it is or was held or suspended, so that it may have missed an image.
     */
    boolean isPlanned(ConfigRepository repository, CommitId tip, Policy policy) {
        return policy.promotion().waits()
                || policy.promotion().suspended().isPresent()
                || states.isTouched(repository.id(), policy.name())
                || repository.policies(tip).resumed().contains(policy.name());
    }

    Situation of(ConfigRepository repository, CommitId tip, Policies policies, Policy policy, Instant now) {
        List<WrittenUpdate> written = repository.written(tip).all();
        Images known = Images.of(policy.image(), written, images.of(policy.image()));
        Map<Digest, EventId> released = released(repository, policy, tip);
        boolean all = policy.promotion().after().isPresent() || !released.isEmpty();
        return new Situation(
                repository.id(),
                repository.branch(),
                policies,
                policy,
                branchState(repository, tip),
                states.of(repository.id(), policy.name()),
                upstreams(repository, policies, policy, known),
                all ? known.all() : known.fromEvents(),
                known.bad(),
                released,
                commitTimes(repository, policy, written),
                now);
    }

    private Map<Digest, EventId> released(ConfigRepository repository, Policy policy, CommitId tip) {
        Map<Digest, EventId> released = new HashMap<>();
        for (Release release : states.open(repository.id(), policy.name(), repository.written(tip))) {
            released.put(release.digest(), PolicyStates.cause(repository.id(), policy.name(), release));
        }
        return released;
    }

    private List<Upstream> upstreams(ConfigRepository repository, Policies policies, Policy policy, Images known) {
        List<Upstream> upstreams = new ArrayList<>();
        for (String name : policy.promotion().after().map(After::environments).orElse(List.of())) {
            Environment environment = policies.environments().getOrDefault(name, new Environment(name, List.of()));
            Map<ApplicationId, List<Fact>> facts = new HashMap<>();
            List<ApplicationId> silent = new ArrayList<>();
            Set<ApplicationId> applications = environment.applications(policy.values(), deployments.known());
            Optional<String> conflict = applications.stream()
                    .flatMap(application -> deployments.conflict(application).stream())
                    .findFirst();
            for (ApplicationId application : conflict.isPresent() ? Set.<ApplicationId>of() : applications) {
                Optional<Envelope<SyncCompleted>> latest = deployments.latest(application);
                if (latest.isEmpty()) {
                    if (environment.mayRun(application, policy.values())) {
                        silent.add(application);
                    }
                } else if (known.runsIn(latest.get().event())) {
                    facts.put(application, facts(repository, application, known));
                }
            }
            upstreams.add(new Upstream(name, facts, silent, conflict));
        }
        return upstreams;
    }

    private List<Fact> facts(ConfigRepository repository, ApplicationId application, Images known) {
        List<Fact.AttemptEnd> attempts = new ArrayList<>();
        for (Envelope<SyncCompleted> attempt : deployments.attempts(application)) {
            SyncCompleted event = attempt.event();
            Instant at = event.healthyAt().or(event::appliedAt).orElse(event.startedAt());
            attempts.add(new Fact.AttemptEnd(at, known.digestIn(event, repository), ending(event), event.id()));
        }
        List<Fact> facts = new ArrayList<>(Fact.inOrder(attempts));
        for (HealthChanged changed : deployments.health(application)) {
            facts.add(new Fact.HealthChange(changed.since(), changed.to() == Health.Healthy));
        }
        return facts;
    }

    private static Ending ending(SyncCompleted event) {
        return switch (event.outcome()) {
            case Succeeded -> Ending.HEALTHY;
            case Failed -> Ending.FAILED;
            case Superseded -> Ending.SUPERSEDED;
        };
    }

    private static List<Instant> commitTimes(ConfigRepository repository, Policy policy, List<WrittenUpdate> written) {
        return written.stream()
                .filter(one ->
                        one.policy().equals(policy.name()) && one.reverts().isEmpty())
                .map(WrittenUpdate::commit)
                .distinct()
                .limit(MAX_COMMITS)
                .map(commit -> repository.mirror().commit(commit).committedAt())
                .toList();
    }

    /** The commits of ours that an attempt deployed first, out of those that may be reverted. */
    static Set<CommitId> deliveredCommits(
            ConfigRepository repository, SyncCompleted attempt, List<WrittenUpdate> written) {
        Set<CommitId> newest = new HashSet<>();
        Set<String> policies = new HashSet<>();
        written.stream().filter(one -> policies.add(one.policy())).forEach(one -> newest.add(one.commit()));
        newest.removeIf(commit -> !repository.mirror().reaches(attempt.revision(), commit)
                || attempt.previous()
                        .filter(before -> !repository.mirror().contains(before)
                                || repository.mirror().reaches(before, commit))
                        .isPresent());
        return newest;
    }
}
