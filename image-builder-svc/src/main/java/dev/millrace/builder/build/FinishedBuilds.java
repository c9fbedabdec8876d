package dev.millrace.builder.build;

import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.RegistryImage;
import java.util.Optional;

/** The builds that are already in the registry. */
final class FinishedBuilds {
    private final BuildEnvironment environment;

    FinishedBuilds(BuildEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Returns the image of an earlier build of this plan and adds missing visible tags. One HEAD request if there is none. An image without its
     * evidence counts as none: it is built again, and only what this service has built is signed.
     */
    Optional<RegistryImage> find(ImagePlan plan) {
        RegistryClient registry = environment.registry();
        Optional<RegistryClient.FinishedImage> found = registry.findFinished(plan.image(), plan.fixedTag(), plan.tags())
                .filter(image -> environment.hasEvidence(plan, image.digest()));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        found.get()
                .missing()
                .forEach(tag -> registry.tag(plan.image(), found.get().digest(), tag));
        return registry.image(plan.image(), plan.fixedTag());
    }
}
