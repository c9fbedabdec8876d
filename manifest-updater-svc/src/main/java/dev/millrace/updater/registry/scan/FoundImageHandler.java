package dev.millrace.updater.registry.scan;

import dev.millrace.events.ImageBuilt;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.repository.ConfigRepository;

/** Where a look's find goes: the way of the images that were told of. */
public interface FoundImageHandler {

    /**
     * Decides on an image for one policy, and has it written if it is wanted.
     *
     * @return whether it is
     * @throws java.io.UncheckedIOException if the repository's host or Kafka is away
     */
    boolean handle(ConfigRepository repository, Policy policy, ImageBuilt image);
}
