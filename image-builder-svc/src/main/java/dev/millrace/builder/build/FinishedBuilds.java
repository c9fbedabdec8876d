package dev.millrace.builder.build;

import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.RegistryImage;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import java.util.Optional;

/** The builds that are already in the registry. */
final class FinishedBuilds {
    private final RegistryClient registry;

    FinishedBuilds(RegistryClient registry) {
        this.registry = registry;
    }

    /** Returns the image of an earlier build of this plan and adds missing visible tags. One HEAD request if there is none. */
    Optional<RegistryImage> find(ImagePlan plan) {
        Optional<Digest> found = registry.digest(plan.image(), plan.fixedTag());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        for (Tag tag : plan.tags()) {
            if (!registry.digest(plan.image(), tag).equals(found)) {
                registry.tag(plan.image(), found.get(), tag);
            }
        }
        return registry.image(plan.image(), plan.fixedTag());
    }
}
