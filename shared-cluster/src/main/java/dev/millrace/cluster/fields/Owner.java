package dev.millrace.cluster.fields;

import java.time.Instant;
import java.util.Optional;

/**
 * A manager that wrote fields.
 *
 * @param manager such as {@code kubectl-edit}
 * @param operation {@code Apply} or {@code Update}
 * @param subresource such as {@code scale}; empty for the object itself
 * @param time when its set of fields last changed
 */
public record Owner(String manager, String operation, String subresource, Optional<Instant> time) {}
