package dev.millrace.updater.policy;

import dev.millrace.events.value.ImageName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The policies of a configuration repository, in the order of the file. */
public record Policies(List<Policy> all) {
    public static final Policies NONE = new Policies(List.of());

    public Policies {
        all = List.copyOf(all);
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
}
