package dev.millrace.updater.registry.scan;

import java.util.Optional;

/**
 * What came of a look at a registry, for people.
 *
 * @param image the newest that the policy allows; absent if there is none
 * @param requested whether it is newer than what stands there, and will be written
 * @param error why the registry could not be looked at
 */
public record ScanReport(
        String repository, String policy, Optional<String> image, boolean requested, Optional<String> error) {}
