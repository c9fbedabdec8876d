package dev.millrace.builder.intake.registry;

import dev.millrace.builder.intake.registry.proof.Proof;
import java.util.Optional;

/**
 * A configured sender.
 *
 * @param proof its proof of identity
 * @param host the host of its registry; absent if the payload reports it
 */
public record RegistrySender(SenderKind kind, Proof proof, Optional<String> host) {}
