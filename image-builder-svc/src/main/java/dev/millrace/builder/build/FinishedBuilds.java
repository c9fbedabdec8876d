package dev.millrace.builder.build;

import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.RegistryImage;
import dev.millrace.events.value.Digest;
import java.util.Optional;

/** The builds that are already in the registry. */
final class FinishedBuilds {
    private final RegistryClient registry;

    FinishedBuilds(RegistryClient registry) {
        this.registry = registry;
    }

    /** Returns the image of an earlier build of this plan and adds the visible tag if it is missing. One HEAD request if there is none. */
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
