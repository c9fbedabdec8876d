package dev.millrace.builder.make;

import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.RegistryImage;
import dev.millrace.events.value.Digest;
import java.util.Optional;

/** Builds that the registry has already. */
final class FinishedBuilds {
    private final RegistryClient registry;

    FinishedBuilds(RegistryClient registry) {
        this.registry = registry;
    }

    /** The image of an earlier build of this plan, with the tag that people see put on it if it isn't there. One HEAD if there is none. */
    Optional<RegistryImage> find(ImagePlan plan) {
        Optional<Digest> found = registry.digest(plan.image(), plan.fixedTag());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!registry.digest(plan.image(), plan.tag()).equals(found)) {
            registry.tag(plan.image(), found.get(), plan.tag());
        }
        return registry.image(plan.image(), plan.fixedTag());
    }
}
