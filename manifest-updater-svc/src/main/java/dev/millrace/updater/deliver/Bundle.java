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
 * The updates of one commit.
 *
 * @param environment the environment of all of them; absent if there is none or more than one
 */
record Bundle(String group, Delivery delivery, Optional<String> environment, List<AcceptedUpdate> accepted) {
    Bundle {
        accepted = List.copyOf(accepted);
    }

    /** One commit for each environment (unless they may share one), for each group with its own delivery, and for each revert. */
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

    /** The delivery mode, for reverts too: a branch that accepts requests only would refuse the push and block all later updates. */
    Delivery.Mode mode() {
        return delivery.mode();
    }

    /** The revert, if this bundle is one. */
    Optional<AcceptedUpdate.Revert> revert() {
        return accepted.getFirst() instanceof AcceptedUpdate.Revert revert ? Optional.of(revert) : Optional.empty();
    }

    List<AcceptedUpdate.Version> versions() {
        return accepted.stream()
                .filter(AcceptedUpdate.Version.class::isInstance)
                .map(AcceptedUpdate.Version.class::cast)
                .toList();
    }

    /** The same bundle with only those updates that led to an edit. */
    Bundle with(List<AcceptedUpdate> edited) {
        return new Bundle(group, delivery, environment, edited);
    }
}
