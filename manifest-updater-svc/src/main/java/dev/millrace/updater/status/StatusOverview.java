package dev.millrace.updater.status;

import dev.millrace.events.PolicyState;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.messaging.intake.Listing;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.decide.WrittenUpdates;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.promote.PolicyPlan;
import dev.millrace.updater.promote.Promotions;
import dev.millrace.updater.promote.plan.PromotionPlan;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.RefusedImage;
import dev.millrace.updater.state.BuiltImages;
import dev.millrace.updater.state.PolicyStates;
import dev.millrace.updater.state.StateNotLoaded;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Combines the status of the repositories with their pending promotions and holds. */
@ApplicationScoped
public class StatusOverview {
    private final RepositoryStatus status;
    private final ConfigRepositories repositories;
    private final Promotions promotions;
    private final PolicyStates states;
    private final BuiltImages images;

    public StatusOverview(
            RepositoryStatus status,
            ConfigRepositories repositories,
            Promotions promotions,
            PolicyStates states,
            BuiltImages images) {
        this.status = status;
        this.repositories = repositories;
        this.promotions = promotions;
        this.states = states;
        this.images = images;
    }

    /** All repositories. */
    List<RepositoryView> all() {
        return Listing.of(status.all(), this::complete, RepositoryView::failing);
    }

    private RepositoryView complete(RepositoryView view) {
        Optional<ConfigRepository> repository = repositories.of(new RepositoryId(view.repository()));
        if (repository.isEmpty() || view.commit().isEmpty()) {
            return view;
        }
        CommitId tip = new CommitId(view.commit().get());
        Map<String, PolicyPlan> plans = plans(repository.get(), tip);
        return view.with(view.policies().stream()
                .map(policy -> complete(policy, repository.get(), tip, Optional.ofNullable(plans.get(policy.name()))))
                .toList());
    }

    private Map<String, PolicyPlan> plans(ConfigRepository repository, CommitId tip) {
        try {
            return promotions.planAll(repository, tip).stream()
                    .collect(Collectors.toMap(plan -> plan.policy().name(), Function.identity()));
        } catch (StateNotLoaded e) {
            return Map.of();
        }
    }

    private PolicyView complete(PolicyView view, ConfigRepository repository, CommitId tip, Optional<PolicyPlan> plan) {
        WrittenUpdates written = repository.written(tip);
        PolicyState state = states.of(repository.id(), view.name());
        Optional<WrittenUpdate> newest = written.all().stream()
                .filter(one -> one.policy().equals(view.name()))
                .findFirst();
        Optional<Policy> policy = repository.policies(tip).policies().named(view.name());
        Optional<WrittenUpdate> floor = policy.flatMap(written::floor);
        Optional<RefusedImage> refused = repository.refusedImage(view.name());
        return view.with(
                plan.flatMap(PromotionView::of).map(PromotionView::image).or(() -> refused.map(RefusedImage::image)),
                plan.<String>flatMap(one -> one.plan() instanceof PromotionPlan.WaitUntil waits
                                ? Optional.of(waits.reason())
                                : Optional.empty())
                        .or(() -> refused.map(RefusedImage::reason))
                        .or(() -> policy.flatMap(
                                one -> one.set().flatMap(set -> SetStatus.missing(set, one.image(), images::of)))),
                HoldView.of(state, policy.flatMap(one -> one.promotion().suspended()), newest, floor, view.current()));
    }
}
