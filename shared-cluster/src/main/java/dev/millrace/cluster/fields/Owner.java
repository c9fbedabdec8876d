package dev.millrace.cluster.fields;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who wrote fields.
 *
 * @param manager such as {@code kubectl-edit}
 * @param operation {@code Apply} or {@code Update}
 * @param time when it last changed which fields it has
 */
public record Owner(String manager, String operation, Optional<Instant> time) {}
