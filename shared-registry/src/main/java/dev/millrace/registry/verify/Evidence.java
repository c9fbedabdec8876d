package dev.millrace.registry.verify;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.RegistryReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The signatures and statements that are attached to an image. Every method reads the registry, and throws as {@link RegistryReader} does.
 */
public final class Evidence {
    private static final String SIGN_BUNDLE = "https://sigstore.dev/cosign/sign/v1";

    private final Attachments attachments;
    private final Digest digest;

    public Evidence(RegistryReader reader, ImageName image, Digest digest) {
        this.attachments = new Attachments(reader, image, digest);
        this.digest = digest;
    }

    /** Returns true if one of the keys has signed the image, in either form of {@code cosign sign --key}. */
    public boolean isSignedBy(PublicKeys keys) {
        return attachments.signatures().stream().anyMatch(signed -> isSignature(signed, keys))
                || statements(Optional.of(keys)).stream()
                        .anyMatch(statement -> statement.type().equals(SIGN_BUNDLE));
    }

    /** The statements about the image; with keys, only those that one of them has signed. */
    public List<Statement> statements(Optional<PublicKeys> keys) {
        List<Statement> all = new ArrayList<>(taggedStatements(keys));
        all.addAll(referringStatements(keys));
        return all;
    }

    /** As {@link #statements}, but only those in the list by {@code cosign attest}. */
    public List<Statement> taggedStatements(Optional<PublicKeys> keys) {
        return statements(attachments.taggedEnvelopes(), keys);
    }

    /** As {@link #statements}, but only those that are attached as referrers. */
    public List<Statement> referringStatements(Optional<PublicKeys> keys) {
        return statements(attachments.referringEnvelopes(), keys);
    }

    private List<Statement> statements(List<DsseEnvelope> envelopes, Optional<PublicKeys> keys) {
        return envelopes.stream()
                .filter(envelope -> keys.map(envelope::isSignedBy).orElse(true))
                .flatMap(envelope -> Statement.read(envelope.payload()).stream())
                .filter(statement -> statement.isAbout(digest))
                .toList();
    }

    /** Returns true if the payload names this image and is signed; a signature of another image is worthless. */
    private boolean isSignature(Attachments.SignedPayload signed, PublicKeys keys) {
        if (!SimpleSigning.isAbout(signed.payload(), digest)) {
            return false;
        }
        try {
            return keys.signed(signed.payload(), Base64.getDecoder().decode(signed.signature()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
