package dev.millrace.builder.build;

import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.RegistryImage;
import java.util.Optional;

/** The builds that are already in the registry. */
final class FinishedBuilds {
    private final RegistryClient registry;

    FinishedBuilds(RegistryClient registry) {
        this.registry = registry;
    }

    /** Returns the image of an earlier build of this plan and adds missing visible tags. One HEAD request if there is none. */
    Optional<RegistryImage> find(ImagePlan plan) {
        Optional<RegistryClient.FinishedImage> found =
                registry.findFinished(plan.image(), plan.fixedTag(), plan.tags());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        found.get()
                .missing()
                .forEach(tag -> registry.tag(plan.image(), found.get().digest(), tag));
        return registry.image(plan.image(), plan.fixedTag());
    }
}
