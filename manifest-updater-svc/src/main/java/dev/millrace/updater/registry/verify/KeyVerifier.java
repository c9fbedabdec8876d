package dev.millrace.updater.registry.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.updater.policy.Verification;
import dev.millrace.updater.registry.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Verifies images by a public key: signatures by {@code cosign sign --key}, provenances by {@code cosign attest --key}. Without a key, a
 * provenance is trusted as it is: any client that may push to the registry may have written it.
 */
public final class KeyVerifier implements ImageVerifier {
    private static final String SIGN_BUNDLE = "https://sigstore.dev/cosign/sign/v1";

    private final RegistryClient client;

    public KeyVerifier(RegistryClient client) {
        this.client = client;
    }

    @Override
    public ImageVerdict verify(ImageName image, Digest digest, Verification required, KeyFiles files) {
        if (required.equals(Verification.NONE)) {
            return new ImageVerdict.Verified();
        }
        try {
            Optional<PublicKeys> keys = required.cosignKey().map(key -> keys(key, files));
            Attachments attachments = new Attachments(client, image, digest);
            return objection(attachments, digest, required, keys)
                    .<ImageVerdict>map(reason -> new ImageVerdict.Refused(image.at(digest) + ": " + reason))
                    .orElseGet(ImageVerdict.Verified::new);
        } catch (IllegalArgumentException | RegistryRefused e) {
            return new ImageVerdict.Refused(image.at(digest) + ": " + e.getMessage());
        }
    }

    private static PublicKeys keys(String key, KeyFiles files) {
        if (key.contains("-----BEGIN")) {
            return PublicKeys.parse(key);
        }
        byte[] text = files.read(key.strip())
                .orElseThrow(() -> new IllegalArgumentException("no key file " + key.strip() + " in the repository"));
        try {
            return PublicKeys.parse(new String(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key.strip() + " " + e.getMessage(), e);
        }
    }

    private static Optional<String> objection(
            Attachments attachments, Digest digest, Verification required, Optional<PublicKeys> keys) {
        if (keys.isPresent() && !isSigned(attachments, digest, keys.get())) {
            return Optional.of("not signed by the policy's key");
        }
        return required.provenance().flatMap(expected -> provenance(attachments, digest, expected, keys));
    }

    private static boolean isSigned(Attachments attachments, Digest digest, PublicKeys keys) {
        return attachments.signatures().stream().anyMatch(signed -> isSignatureOf(signed, digest, keys))
                || statements(attachments, digest, Optional.of(keys)).stream()
                        .anyMatch(statement -> statement.type().equals(SIGN_BUNDLE));
    }

    /** Returns true if the payload names this image and is signed; a signature of another image is worthless. */
    private static boolean isSignatureOf(Attachments.SignedPayload signed, Digest digest, PublicKeys keys) {
        JsonNode critical = Attachments.json(signed.payload())
                .map(json -> json.path("critical"))
                .orElse(null);
        if (critical == null
                || !critical.path("type").asText().equals("cosign container image signature")
                || !critical.path("image")
                        .path("docker-manifest-digest")
                        .asText()
                        .equals(digest.value())) {
            return false;
        }
        try {
            return keys.signed(signed.payload(), Base64.getDecoder().decode(signed.signature()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<String> provenance(
            Attachments attachments,
            Digest digest,
            Verification.RequiredProvenance expected,
            Optional<PublicKeys> keys) {
        List<String> objections = new ArrayList<>();
        for (Statement statement : statements(attachments, digest, keys)) {
            Optional<Provenance> provenance = Provenance.read(statement);
            Optional<String> objection = provenance.flatMap(one -> one.objection(expected));
            if (provenance.isPresent() && objection.isEmpty()) {
                return Optional.empty();
            }
            objection.ifPresent(objections::add);
        }
        return Optional.of(
                objections.isEmpty()
                        ? "no provenance" + (keys.isPresent() ? " signed by the policy's key" : "")
                        : Provenance.joined(objections));
    }

    private static List<Statement> statements(Attachments attachments, Digest digest, Optional<PublicKeys> keys) {
        return attachments.envelopes().stream()
                .filter(envelope -> keys.map(envelope::isSignedBy).orElse(true))
                .flatMap(envelope -> Statement.read(envelope.payload()).stream())
                .filter(statement -> statement.isAbout(digest))
                .toList();
    }
}
