package dev.millrace.updater;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.messaging.Failpoint;
import dev.millrace.messaging.intake.IgnoredCounter;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.decide.UpdateDecider;
import dev.millrace.updater.deliver.Assessor;
import dev.millrace.updater.deliver.BranchWriter;
import dev.millrace.updater.deliver.DeliveryResult;
import dev.millrace.updater.deliver.PendingUpdate;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.publish.RefAnnouncer;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The way of an image into the configuration, in two steps with Kafka between them: images are decided on in parallel, but each branch
 * has a single writer.
 */
@ApplicationScoped
public class UpdatePipeline {
    private static final Logger LOG = Logger.getLogger(UpdatePipeline.class);

    private final ConfigRepositories repositories;
    private final Assessor assessor;
    private final BranchWriter writer;
    private final RefAnnouncer announcer;
    private final IgnoredCounter ignored;
    private final Clock clock;

    public UpdatePipeline(
            ConfigRepositories repositories,
            Assessor assessor,
            BranchWriter writer,
            RefAnnouncer announcer,
            IgnoredCounter ignored,
            Clock clock) {
        this.repositories = repositories;
        this.assessor = assessor;
        this.writer = writer;
        this.announcer = announcer;
        this.ignored = ignored;
        this.clock = clock;
    }

    /**
     * The first step: the updates that an image asks for, over all policies of all repositories. An unreachable repository does not delay the
     * others: its writer reads the policies later.
     */
    List<UpdateRequested> requests(ImageBuilt built) {
        assessor.announce(built);
        prefetch(built);
        List<UpdateRequested> requests = new ArrayList<>();
        for (ConfigRepository repository : repositories.all()) {
            Optional<CommitId> tip = repository.tipIfAvailable();
            if (tip.isPresent()) {
                requests.addAll(requests(repository, tip.get(), built));
            } else if (repository.isUnavailable()) {
                requests.add(request(repository, PendingUpdate.ANY_POLICY, built));
            } else {
                // Without its branch a repository has no policies and asks for nothing yet.
                ignored.count("no-branch");
            }
        }
        return requests;
    }

    private List<UpdateRequested> requests(ConfigRepository repository, CommitId tip, ImageBuilt built) {
        List<UpdateRequested> requests = new ArrayList<>();
        for (Policy policy : repository.policies(tip).policies().of(built.image())) {
            requests.addAll(requests(repository, tip, policy, built));
        }
        return requests;
    }

    /**
     * The same for one policy and an image that a registry scan found.
     *
     * @throws dev.millrace.git.GitUnavailable if the repository's host is unreachable
     */
    List<UpdateRequested> requests(ConfigRepository repository, Policy policy, ImageBuilt built) {
        assessor.announce(built);
        return repository
                .freshTip()
                .map(tip -> requests(repository, tip, policy, built))
                .orElse(List.of());
    }

    private List<UpdateRequested> requests(ConfigRepository repository, CommitId tip, Policy policy, ImageBuilt built) {
        UpdateRequested update = request(repository, policy.name(), built);
        Policies policies = repository.policies(tip).policies();
        switch (UpdateDecider.decide(update, policies, assessor.outline(repository, tip))) {
            case Decision.Write write -> {
                if (assessor.isConfirmed(repository, write)) {
                    return List.of(update);
                }
                ignored.count(Decision.Reason.NOT_VERIFIED.word());
            }
            case Decision.Revert revert -> throw new IllegalStateException("an image update is never a revert");
            case Decision.Done done -> ignored.count("done-before");
            case Decision.Leave leave -> {
                assessor.recordHeldBack(repository, tip, update, leave);
                ignored.count(leave.reason().word());
            }
        }
        return List.of();
    }

    /** Lets the registry answer while the branches are fetched. */
    private void prefetch(ImageBuilt built) {
        for (ConfigRepository repository : repositories.all()) {
            repository.fetchedTip().ifPresent(tip -> repository
                    .policies(tip)
                    .policies()
                    .of(built.image())
                    .forEach(policy -> assessor.prefetch(request(repository, policy.name(), built), policy)));
        }
    }

    private UpdateRequested request(ConfigRepository repository, String policy, ImageBuilt built) {
        return new UpdateRequested(
                repository.id(),
                repository.branch(),
                policy,
                "",
                UpdateRequested.Kind.IMAGE,
                built.image(),
                built.tag(),
                built.digest(),
                built.pushedAt(),
                built.builtAt(),
                built.source(),
                Optional.empty(),
                built.id(),
                clock.instant());
    }

    /**
     * The second step: writes all pending updates of a branch and publishes the events of the commits.
     *
     * @throws java.io.UncheckedIOException if the branch or a registry is unavailable; then the updates are written again, and those that are done
     *     publish the same events
     */
    void write(RepositoryId id, List<PendingUpdate> pendingUpdates) {
        Optional<ConfigRepository> repository = repositories.of(id);
        if (repository.isEmpty()) {
            ignored.count("unknown-repository");
            return;
        }
        DeliveryResult delivered = writer.write(repository.get(), pendingUpdates);
        Failpoint.reached("config-pushed");
        delivered.commits().forEach(one -> announcer.publishCommit(repository.get(), one.ref(), one.commit()));
        delivered
                .problems()
                .forEach(problem -> LOG.warnf("configuration problem: repository=%s error=%s", id, problem));
        delivered.left().forEach(leave -> ignored.count(leave.reason().word()));
        if (delivered.unavailable().isPresent()) {
            throw delivered.unavailable().get();
        }
    }
}
