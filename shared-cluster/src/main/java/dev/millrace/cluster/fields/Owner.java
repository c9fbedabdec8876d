package dev.millrace.cluster.fields;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who wrote fields.
 *
 * @param manager such as {@code kubectl-edit}
 * @param operation {@code Apply} or {@code Update}
 * @param subresource such as {@code scale}; empty if the object itself was written
 * @param time when it last changed which fields it has
 */
public record Owner(String manager, String operation, String subresource, Optional<Instant> time) {}
