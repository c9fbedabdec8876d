package dev.millrace.updater.policy;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ImageName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The content of an {@code updates.yaml}.
 *
 * @param all the policies, in the order of the file
 * @param environments by name
 * @param delivery the delivery of groups without their own
 * @param groups the deliveries of groups, by name
 */
public record Policies(
        List<Policy> all, Map<String, Environment> environments, Delivery delivery, Map<String, Delivery> groups) {
    public static final Policies NONE = of(List.of());

    public Policies {
        all = List.copyOf(all);
        environments = Map.copyOf(environments);
        groups = Map.copyOf(groups);
    }

    /** Policies without environments or groups. */
    public static Policies of(List<Policy> all) {
        return new Policies(all, Map.of(), Delivery.PUSH, Map.of());
    }

    public Optional<Policy> named(String name) {
        return all.stream().filter(policy -> policy.name().equals(name)).findFirst();
    }

    public List<Policy> of(ImageName image) {
        return all.stream().filter(policy -> policy.image().equals(image)).toList();
    }

    public Set<String> names() {
        return all.stream().map(Policy::name).collect(Collectors.toSet());
    }

    /** The names of the policies for which nothing is written. */
    public Set<String> suspended() {
        return all.stream()
                .filter(policy -> policy.promotion().suspended().isPresent())
                .map(Policy::name)
                .collect(Collectors.toSet());
    }

    /** The applications whose evidence counts for a policy's places: those that its environment names. */
    public List<ApplicationId> applicationsOf(Policy policy) {
        return policy.promotion()
                .environment()
                .flatMap(name -> Optional.ofNullable(environments.get(name)))
                .map(Environment::applications)
                .orElse(List.of());
    }

    /** The delivery of a group. */
    public Delivery deliveryOf(String group) {
        return groups.getOrDefault(group, delivery);
    }
}
