package dev.millrace.updater.registry.scan;

import dev.millrace.events.ImageBuilt;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.repository.ConfigRepository;

/** Handles the image found by a scan, in the same way as an announced one. */
public interface FoundImageHandler {

    /**
     * Decides on an image for one policy, and requests the update if it is accepted.
     *
     * @return true if it is accepted
     * @throws java.io.UncheckedIOException if the repository's host or Kafka is unavailable
     */
    boolean handle(ConfigRepository repository, Policy policy, ImageBuilt image);
}
