package dev.millrace.updater.registry.verify;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.verify.Evidence;
import dev.millrace.registry.verify.PublicKeys;
import dev.millrace.registry.verify.Statement;
import dev.millrace.updater.policy.Verification;
import dev.millrace.updater.registry.RegistryImage;
import dev.millrace.updater.registry.RegistryImages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies images by a public key: signatures by {@code cosign sign --key}, provenances by {@code cosign attest --key}. Without a key, a
 * provenance is trusted as it is: any client that may push to the registry may have written it.
 */
public final class KeyVerifier implements ImageVerifier {
    private final RegistryReader reader;
    private final RegistryImages images;

    public KeyVerifier(RegistryReader reader, RegistryImages images) {
        this.reader = reader;
        this.images = images;
    }

    @Override
    public ImageVerdict verify(ImageName image, Digest digest, Verification required, KeyFiles files) {
        if (required.equals(Verification.NONE)) {
            return new ImageVerdict.Verified();
        }
        try {
            Optional<PublicKeys> keys = required.cosignKey().map(key -> keys(key, files));
            Evidence evidence = new Evidence(reader, image, digest);
            return objection(evidence, required, keys)
                    .or(() -> required.source().flatMap(source -> sourceObjection(image, digest, evidence, source)))
                    .<ImageVerdict>map(reason -> new ImageVerdict.Refused(image.at(digest) + ": " + reason))
                    .orElseGet(ImageVerdict.Verified::new);
        } catch (IllegalArgumentException | RegistryRefused e) {
            return new ImageVerdict.Refused(image.at(digest) + ": " + e.getMessage());
        }
    }

    /**
     * The keys that a policy names.
     *
     * @param key a PEM text, or the path of one
     * @throws IllegalArgumentException if the file is missing, or is not a key
     */
    public static PublicKeys keys(String key, KeyFiles files) {
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

    private static Optional<String> objection(Evidence evidence, Verification required, Optional<PublicKeys> keys) {
        if (keys.isPresent() && !evidence.isSignedBy(keys.get())) {
            return Optional.of("not signed by the policy's key");
        }
        return required.provenance().flatMap(expected -> provenance(evidence, expected, keys));
    }

    /** A provenance without a signature counts against an image, and for one only that has no label. */
    private Optional<String> sourceObjection(ImageName image, Digest digest, Evidence evidence, RepositoryId required) {
        Set<RepositoryId> named = new LinkedHashSet<>(
                images.at(image, digest).map(RegistryImage::repositories).orElse(Set.of()));
        evidence.statements(Optional.empty()).stream()
                .flatMap(statement -> Provenance.read(statement).stream())
                .flatMap(provenance -> provenance.source().stream())
                .forEach(named::add);
        return SourceBinding.objection(required, named);
    }

    private static Optional<String> provenance(
            Evidence evidence, Verification.RequiredProvenance expected, Optional<PublicKeys> keys) {
        List<String> objections = new ArrayList<>();
        for (Statement statement : evidence.statements(keys)) {
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
}
