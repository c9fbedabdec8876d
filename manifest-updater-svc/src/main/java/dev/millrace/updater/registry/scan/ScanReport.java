package dev.millrace.updater.registry.scan;

import java.util.Optional;

/**
 * The result of a registry scan, for people.
 *
 * @param image the newest image that the policy accepts; absent if there is none
 * @param requested true if it is newer than the current one and will be written
 * @param error the reason if the registry could not be scanned
 */
public record ScanReport(
        String repository, String policy, Optional<String> image, boolean requested, Optional<String> error) {}
