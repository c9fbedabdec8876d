package dev.millrace.builder.sign;

import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.attach.Artifact;
import dev.millrace.builder.registry.attach.Referrers;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.verify.DsseEnvelope;
import dev.millrace.registry.verify.SimpleSigning;
import dev.millrace.registry.verify.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attaches statements to images, such as provenances, as {@code cosign attest --key} signs them. Doing it again changes nothing. Thread-safe; blocking.
 *
 * <p>Every method throws {@link dev.millrace.registry.RegistryUnavailable} for transient errors and {@link dev.millrace.registry.RegistryRefused} for
 * permanent ones.
 */
public final class StatementWriter {
    private static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

    private final Referrers referrers;
    private final SignatureTag list;
    private final Optional<SigningKey> key;

    /** @param key signs the statements; without it, they are as trustworthy as the registry is */
    public StatementWriter(Registries registries, RegistryCalls calls, Optional<SigningKey> key) {
        this.referrers = new Referrers(registries, calls);
        this.list = new SignatureTag(registries, calls);
        this.key = key;
    }

    /** Attaches statements to an image as referrers. Returns the digests of their manifests. */
    public List<Digest> attach(ImageName image, Digest digest, List<Statement> statements, Deadline deadline) {
        return referrers.attach(
                image, digest, statements.stream().map(this::artifact).toList(), deadline);
    }

    /** Adds statements to the list that {@code cosign verify-attestation} reads. */
    public void list(ImageName image, Digest digest, List<Statement> statements, Deadline deadline) {
        List<SignedStatement> signed = statements.stream()
                .map(one -> new SignedStatement(one.type(), envelope(one)))
                .toList();
        signed.forEach(one -> list.upload(image, DsseEnvelope.MEDIA_TYPE, one.envelope(), deadline));
        list.change(
                image,
                SimpleSigning.statementTag(digest),
                current -> SignatureList.withStatements(current, signed),
                deadline);
    }

    private Artifact artifact(Statement statement) {
        return new Artifact(
                DsseEnvelope.MEDIA_TYPE,
                DsseEnvelope.MEDIA_TYPE,
                envelope(statement),
                Map.of(PREDICATE_TYPE, statement.type()));
    }

    private byte[] envelope(Statement statement) {
        DsseEnvelope unsigned = DsseEnvelope.of(statement);
        return key.map(one -> unsigned.signed(one.sign(unsigned.preAuthenticated())))
                .orElse(unsigned)
                .json();
    }
}
