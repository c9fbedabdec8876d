package dev.millrace.updater.deliver;

import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes into one commit.
 *
 * @param environment the one that all of it is for; absent if there is none or there are several
 */
record Bundle(String group, Delivery delivery, Optional<String> environment, List<AcceptedUpdate> accepted) {
    Bundle {
        accepted = List.copyOf(accepted);
    }

    /** A commit for each environment unless it may be in one, for each group that goes another way, and for each revert. */
    static List<Bundle> of(List<AcceptedUpdate> all, Policies policies) {
        Map<List<String>, List<AcceptedUpdate>> bundles = new LinkedHashMap<>();
        for (AcceptedUpdate one : all) {
            bundles.computeIfAbsent(key(one, policies), key -> new ArrayList<>())
                    .add(one);
        }
        return bundles.values().stream()
                .map(accepted -> of(accepted, policy(accepted.getFirst()), policies))
                .toList();
    }

    private static Bundle of(List<AcceptedUpdate> accepted, Policy first, Policies policies) {
        List<Optional<String>> environments = accepted.stream()
                .map(one -> policy(one).promotion().environment())
                .distinct()
                .toList();
        return new Bundle(
                first.group(),
                policies.deliveryOf(first.group()),
                environments.size() == 1 ? environments.getFirst() : Optional.empty(),
                accepted);
    }

    private static List<String> key(AcceptedUpdate one, Policies policies) {
        Policy policy = policy(one);
        Delivery delivery = policies.deliveryOf(policy.group());
        String environment = policy.promotion().environment().orElse("");
        return switch (one) {
            case AcceptedUpdate.Revert revert ->
                List.of(
                        "revert",
                        policy.name(),
                        revert.decision().written().commit().value());
            case AcceptedUpdate.Version version ->
                delivery.mode() != Delivery.Mode.PUSH
                        ? List.of("group", policy.group(), delivery.together() ? "" : environment)
                        : delivery.together() ? List.of("together") : List.of("environment", environment);
        };
    }

    private static Policy policy(AcceptedUpdate one) {
        return switch (one) {
            case AcceptedUpdate.Version version -> version.write().policy();
            case AcceptedUpdate.Revert revert -> revert.decision().policy();
        };
    }

    /** How it gets to the branch. A revert too: a branch that takes requests only would refuse it, and all behind it would wait. */
    Delivery.Mode mode() {
        return delivery.mode();
    }

    /** The revert that this is, if so. */
    Optional<AcceptedUpdate.Revert> revert() {
        return accepted.getFirst() instanceof AcceptedUpdate.Revert revert ? Optional.of(revert) : Optional.empty();
    }

    List<AcceptedUpdate.Version> versions() {
        return accepted.stream()
                .filter(AcceptedUpdate.Version.class::isInstance)
                .map(AcceptedUpdate.Version.class::cast)
                .toList();
    }

    /** The same, with only those that an edit came of. */
    Bundle with(List<AcceptedUpdate> edited) {
        return new Bundle(group, delivery, environment, edited);
    }
}
