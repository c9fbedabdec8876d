package dev.millrace.builder.sign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.push.Attestation;
import dev.millrace.builder.registry.push.ImagePush;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import java.util.Optional;

/**
 * Attaches the evidence to a pushed image: the provenance and SBOM of the engine, completed with the origin, and our signature. Without a key, the
 * claims are attached unsigned. Thread-safe.
 */
public final class EvidenceWriter {
    private final StatementWriter statements;
    private final Optional<ImageSigner> signer;

    public EvidenceWriter(Registries registries, RegistryCalls calls, Optional<SigningKey> key) {
        this.statements = new StatementWriter(registries, calls, key);
        this.signer = key.map(one -> new ImageSigner(registries, calls, one));
    }

    /** The step of a push, for an image of this origin. */
    public ImagePush.Attach of(Origin origin) {
        return (job, deadline) -> attach(job, origin, deadline);
    }

    private void attach(ImagePush.Job job, Origin origin, Deadline deadline) {
        for (Attestation claim : Attestation.in(job.layout(), job.digest())) {
            JsonNode predicate = origin.complete(claim.type(), claim.predicate());
            statements.attach(job.image(), job.digest(), claim.type(), predicate, deadline);
        }
        signer.ifPresent(one -> one.sign(job.image(), job.digest(), deadline));
    }
}
