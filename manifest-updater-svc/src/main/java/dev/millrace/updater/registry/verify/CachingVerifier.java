package dev.millrace.updater.registry.verify;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.updater.policy.Verification;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Verifies an image once: a valid signature stays valid, however often a push is repeated. It reports refused images, because signatures often
 * arrive seconds after their image.
 */
public final class CachingVerifier implements ImageVerifier {
    private static final int MAX_CACHED = 1_000;

    private final ImageVerifier verifier;
    private final Consumer<ImageName> refused;
    private final Set<Proof> proved = Collections.synchronizedSet(new LinkedHashSet<>());

    public CachingVerifier(ImageVerifier verifier, Consumer<ImageName> refused) {
        this.verifier = verifier;
        this.refused = refused;
    }

    private record Proof(ImageName image, Digest digest, Verification required) {}

    @Override
    public ImageVerdict verify(ImageName image, Digest digest, Verification required, KeyFiles files) {
        Proof proof = new Proof(image, digest, required);
        // A key file may have changed since.
        boolean inline =
                required.cosignKey().filter(key -> !key.contains("-----BEGIN")).isEmpty();
        if (inline && proved.contains(proof)) {
            return new ImageVerdict.Verified();
        }
        ImageVerdict verdict = verifier.verify(image, digest, required, files);
        switch (verdict) {
            case ImageVerdict.Verified verified -> {
                if (proved.size() >= MAX_CACHED) {
                    proved.clear();
                }
                proved.add(proof);
            }
            case ImageVerdict.Refused no -> refused.accept(image);
        }
        return verdict;
    }
}
