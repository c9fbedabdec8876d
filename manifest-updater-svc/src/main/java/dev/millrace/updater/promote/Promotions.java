package dev.millrace.updater.promote;

import dev.millrace.events.SyncCompleted;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Traceparent;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.updater.decide.BranchState;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.promote.plan.PromotionPlan;
import dev.millrace.updater.promote.plan.PromotionPlanner;
import dev.millrace.updater.promote.plan.RollbackPlanner;
import dev.millrace.updater.promote.plan.SetPlans;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.state.BuiltImages;
import dev.millrace.updater.state.Deployments;
import dev.millrace.updater.state.PolicyStates;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Observes, plans and requests promotions and rollbacks of all repositories. After a restart, all due requests are published again. */
@ApplicationScoped
public class Promotions {
    private static final Logger LOG = Logger.getLogger(Promotions.class);
    private static final String SERVICE = "manifest-updater-svc";

    private final ConfigRepositories repositories;
    private final Deployments deployments;
    private final Observation observation;
    private final EventPublisher publisher;
    private final Clock clock;
    private final Map<String, List<PolicyPlan>> plans = new ConcurrentHashMap<>();
    private final Map<RepositoryId, IssuedRequests> issued = new ConcurrentHashMap<>();

    public Promotions(
            ConfigRepositories repositories,
            Deployments deployments,
            BuiltImages images,
            PolicyStates states,
            EventPublisher publisher,
            Clock clock) {
        this.repositories = repositories;
        this.deployments = deployments;
        this.observation = new Observation(deployments, images, states);
        this.publisher = publisher;
        this.clock = clock;
    }

    /** The latest plans. */
    public List<PolicyPlan> plans() {
        return plans.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Plans again and publishes requests for what is due.
     *
     * @return the time of the next run at the latest; absent if only an event or a user can change the plans
     * @throws UncheckedIOException if a repository or Kafka is unavailable; all other repositories are processed nevertheless
     */
    synchronized Optional<Instant> advance() {
        List<UncheckedIOException> failures = new ArrayList<>();
        for (ConfigRepository repository : repositories.all()) {
            try {
                advance(repository);
            } catch (UncheckedIOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return plans().stream()
                .map(PolicyPlan::plan)
                .flatMap(plan -> plan instanceof PromotionPlan.WaitUntil waits ? waits.at().stream() : Stream.empty())
                .min(Instant::compareTo);
    }

    private void advance(ConfigRepository repository) {
        Optional<CommitId> tip = tip(repository);
        if (tip.isPresent()) {
            IssuedRequests before = issued.computeIfAbsent(repository.id(), id -> new IssuedRequests());
            before.begin();
            rollBack(repository, tip.get());
            promote(repository, tip.get());
            before.end();
        }
    }

    /** The branch's commit in the mirror; fetched from the host only if an attempt has a commit that the mirror lacks. */
    private Optional<CommitId> tip(ConfigRepository repository) {
        Optional<CommitId> tip = repository.mirror().tip(repository.branch());
        boolean behind = deployments.known().stream()
                .flatMap(application -> deployments.latest(application).stream())
                .map(Envelope::event)
                .anyMatch(attempt ->
                        isOf(repository, attempt) && !repository.mirror().contains(attempt.revision()));
        return tip.isEmpty() || behind ? repository.tipIfAvailable().or(() -> tip) : tip;
    }

    private static boolean isOf(ConfigRepository repository, SyncCompleted attempt) {
        return attempt.repository().equals(repository.id()) && attempt.ref().equals(repository.branch());
    }

    private void rollBack(ConfigRepository repository, CommitId tip) {
        Policies policies = repository.policies(tip).policies();
        if (policies.all().stream().noneMatch(policy -> policy.promotion().revertOnFailure())) {
            return;
        }
        BranchState branchState = observation.branchState(repository, tip);
        for (ApplicationId application : deployments.known()) {
            Optional<Envelope<SyncCompleted>> latest = deployments
                    .latest(application)
                    .filter(one -> isOf(repository, one.event())
                            && deployments.conflict(application).isEmpty());
            if (latest.isPresent()) {
                SyncCompleted attempt = latest.get().event();
                Set<CommitId> delivered = Observation.deliveredCommits(
                        repository, attempt, repository.written(tip).all());
                RollbackPlanner.plan(attempt, policies, repository.written(tip), delivered, branchState.held())
                        .forEach(written -> requestRevert(repository, written, latest.get()));
            }
        }
    }

    private void requestRevert(ConfigRepository repository, WrittenUpdate bad, Envelope<SyncCompleted> failed) {
        Images images = Images.of(bad.image(), List.of(bad), List.of());
        images.all()
                .forEach(known -> request(
                        new UpdateRequested(
                                repository.id(),
                                repository.branch(),
                                bad.policy(),
                                "",
                                UpdateRequested.Kind.REVERT,
                                bad.image(),
                                bad.tag(),
                                bad.digest(),
                                known.pushedAt(),
                                known.builtAt(),
                                known.source(),
                                Optional.of(bad.commit()),
                                failed.id(),
                                clock.instant()),
                        bad.chain(),
                        failed.trace()));
    }

    /** All due requests are published again, as after a restart. */
    public synchronized void forgetIssued() {
        issued.clear();
    }

    /** Plans every policy, including those whose images are written immediately, and publishes nothing. */
    public List<PolicyPlan> planAll(ConfigRepository repository, CommitId tip) {
        return plans(repository, tip, repository.policies(tip).policies().all());
    }

    private List<PolicyPlan> plans(ConfigRepository repository, CommitId tip, List<Policy> some) {
        Policies policies = repository.policies(tip).policies();
        Map<Policy, PromotionPlan> alone = new LinkedHashMap<>();
        some.forEach(policy -> alone.put(
                policy, PromotionPlanner.plan(observation.of(repository, tip, policies, policy, clock.instant()))));
        List<PolicyPlan> planned = new ArrayList<>();
        SetPlans.whole(alone).forEach((policy, plan) -> planned.add(new PolicyPlan(repository.id(), policy, plan)));
        return List.copyOf(planned);
    }

    private void promote(ConfigRepository repository, CommitId tip) {
        Policies policies = repository.policies(tip).policies();
        List<PolicyPlan> planned = plans(
                repository,
                tip,
                policies.all().stream()
                        .filter(policy -> observation.isPlanned(repository, tip, policy))
                        .toList());
        for (PolicyPlan one : planned) {
            if (one.plan() instanceof PromotionPlan.Promote promote) {
                request(promote.update(), promote.chain(), Optional.empty());
            }
        }
        plans.put(repository.id().value(), List.copyOf(planned));
    }

    private void request(UpdateRequested update, ChainId chain, Optional<Traceparent> trace) {
        IssuedRequests before = issued.computeIfAbsent(update.repository(), id -> new IssuedRequests());
        if (before.isIssued(update.id())) {
            return;
        }
        publisher.publish(new Envelope<>(update, SERVICE, clock.instant(), chain, Optional.of(update.cause()), trace));
        before.add(update.id());
        LOG.infof(
                "update requested: kind=%s repository=%s policy=%s image=%s:%s cause=%s",
                update.kind(), update.repository(), update.policy(), update.image(), update.tag(), update.cause());
    }
}
