package dev.millrace.sync.apply;

import dev.millrace.sync.manifest.Manifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;

/**
 * The dry run of one object.
 *
 * @param live the object as it is now; absent if there is none
 * @param answer the result of the dry run
 */
public record Trial(Manifest manifest, Optional<GenericKubernetesResource> live, ApplyAnswer answer) {}
