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

    /** The same environments and deliveries with other policies. */
    public Policies with(List<Policy> some) {
        return new Policies(some, environments, delivery, groups);
    }

    public Optional<Policy> named(String name) {
        return all.stream().filter(policy -> policy.name().equals(name)).findFirst();
    }

    public List<Policy> of(ImageName image) {
        return all.stream().filter(policy -> policy.image().equals(image)).toList();
    }

    /** The policies that are written together with this one, itself included. */
    public List<Policy> writtenTogether(Policy policy) {
        return policy.set().isEmpty()
                ? List.of(policy)
                : all.stream().filter(other -> other.set().equals(policy.set())).toList();
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

    /** Returns true if an application's evidence counts for a policy's places: if its environment names it. */
    public boolean counts(Policy policy, ApplicationId application) {
        return environmentOf(policy)
                .filter(environment -> environment.names(application, policy.values()))
                .isPresent();
    }

    /** Returns true if the policy's environment names any application. */
    public boolean hasApplications(Policy policy) {
        return environmentOf(policy).filter(Environment::isNotEmpty).isPresent();
    }

    private Optional<Environment> environmentOf(Policy policy) {
        return policy.promotion().environment().flatMap(name -> Optional.ofNullable(environments.get(name)));
    }

    /** The delivery of a group. */
    public Delivery deliveryOf(String group) {
        return groups.getOrDefault(group, delivery);
    }
}
