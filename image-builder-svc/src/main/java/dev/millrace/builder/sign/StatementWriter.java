package dev.millrace.builder.sign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.attach.Artifact;
import dev.millrace.builder.registry.attach.Referrers;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.verify.DsseEnvelope;
import dev.millrace.registry.verify.Statement;
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
     * Attaches a statement. Returns the digest of its manifest.
     *
     * @param predicate the claim about the image
     * @throws dev.millrace.registry.RegistryUnavailable for transient errors
     * @throws dev.millrace.registry.RegistryRefused for permanent ones
     */
    public Digest attach(ImageName image, Digest digest, String predicateType, JsonNode predicate, Deadline deadline) {
        DsseEnvelope unsigned = DsseEnvelope.of(Statement.about(image, digest, predicateType, predicate));
        DsseEnvelope envelope = key.map(one -> unsigned.signed(one.sign(unsigned.preAuthenticated())))
                .orElse(unsigned);
        Artifact artifact = new Artifact(
                DsseEnvelope.MEDIA_TYPE,
                DsseEnvelope.MEDIA_TYPE,
                envelope.json(),
                Map.of(PREDICATE_TYPE, predicateType));
        return referrers.attach(image, digest, artifact, deadline);
    }
}
