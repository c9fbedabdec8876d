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
record Bundle(String group, Delivery delivery, Optional<String> environment, List<Chosen> chosen) {
    Bundle {
        chosen = List.copyOf(chosen);
    }

    /** A commit for each environment unless it may be in one, for each group that goes another way, and for each revert. */
    static List<Bundle> of(List<Chosen> all, Policies policies) {
        Map<List<String>, List<Chosen>> bundles = new LinkedHashMap<>();
        for (Chosen one : all) {
            bundles.computeIfAbsent(key(one, policies), key -> new ArrayList<>())
                    .add(one);
        }
        return bundles.values().stream()
                .map(chosen -> of(chosen, policy(chosen.getFirst()), policies))
                .toList();
    }

    private static Bundle of(List<Chosen> chosen, Policy first, Policies policies) {
        List<Optional<String>> environments = chosen.stream()
                .map(one -> policy(one).promotion().environment())
                .distinct()
                .toList();
        return new Bundle(
                first.group(),
                policies.deliveryOf(first.group()),
                environments.size() == 1 ? environments.getFirst() : Optional.empty(),
                chosen);
    }

    private static List<String> key(Chosen one, Policies policies) {
        Policy policy = policy(one);
        Delivery delivery = policies.deliveryOf(policy.group());
        String environment = policy.promotion().environment().orElse("");
        return switch (one) {
            case Chosen.Revert revert ->
                List.of(
                        "revert",
                        policy.name(),
                        revert.back().written().commit().value());
            case Chosen.Version version ->
                delivery.mode() != Delivery.Mode.PUSH
                        ? List.of("group", policy.group(), delivery.together() ? "" : environment)
                        : delivery.together() ? List.of("together") : List.of("environment", environment);
        };
    }

    private static Policy policy(Chosen one) {
        return switch (one) {
            case Chosen.Version version -> version.write().policy();
            case Chosen.Revert revert -> revert.back().policy();
        };
    }

    /** How it gets to the branch. A revert too: a branch that takes requests only would refuse it, and all behind it would wait. */
    Delivery.Mode mode() {
        return delivery.mode();
    }

    /** The revert that this is, if so. */
    Optional<Chosen.Revert> revert() {
        return chosen.getFirst() instanceof Chosen.Revert revert ? Optional.of(revert) : Optional.empty();
    }

    List<Chosen.Version> versions() {
        return chosen.stream()
                .filter(Chosen.Version.class::isInstance)
                .map(Chosen.Version.class::cast)
                .toList();
    }

    /** The same, with only those that an edit came of. */
    Bundle with(List<Chosen> edited) {
        return new Bundle(group, delivery, environment, edited);
    }
}
