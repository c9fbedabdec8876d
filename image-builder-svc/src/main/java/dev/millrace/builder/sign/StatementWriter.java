package dev.millrace.builder.sign;

import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.attach.Artifact;
import dev.millrace.builder.registry.attach.Referrers;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.verify.DsseEnvelope;
import dev.millrace.registry.verify.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attaches statements to images, such as provenances, as {@code cosign attest --key} signs them. Attaching again changes nothing. Thread-safe; blocking. */
public final class StatementWriter {
    private static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

    private final Referrers referrers;
    private final Optional<SigningKey> key;

    /** @param key signs the statements; without it, they are as trustworthy as the registry is */
    public StatementWriter(Registries registries, RegistryCalls calls, Optional<SigningKey> key) {
        this.referrers = new Referrers(registries, calls);
        this.key = key;
    }

    /**
     * Attaches statements to an image. Returns the digests of their manifests.
     *
     * @throws dev.millrace.registry.RegistryUnavailable for transient errors
     * @throws dev.millrace.registry.RegistryRefused for permanent ones
     */
    public List<Digest> attach(ImageName image, Digest digest, List<Statement> statements, Deadline deadline) {
        return referrers.attach(
                image, digest, statements.stream().map(this::artifact).toList(), deadline);
    }

    private Artifact artifact(Statement statement) {
        DsseEnvelope unsigned = DsseEnvelope.of(statement);
        DsseEnvelope envelope = key.map(one -> unsigned.signed(one.sign(unsigned.preAuthenticated())))
                .orElse(unsigned);
        return new Artifact(
                DsseEnvelope.MEDIA_TYPE,
                DsseEnvelope.MEDIA_TYPE,
                envelope.json(),
                Map.of(PREDICATE_TYPE, statement.type()));
    }
}
