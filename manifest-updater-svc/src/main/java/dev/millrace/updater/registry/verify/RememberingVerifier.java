package dev.millrace.updater.registry.verify;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.updater.policy.Verification;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Proves an image once: a signature stays one, however often a push is tried again. Says which images were refused, for signatures often come
 * seconds after their image.
 */
public final class RememberingVerifier implements ImageVerifier {
    private static final int REMEMBERED = 1_000;

    private final ImageVerifier verifier;
    private final Consumer<ImageName> refused;
    private final Set<Proof> proved = Collections.synchronizedSet(new LinkedHashSet<>());

    public RememberingVerifier(ImageVerifier verifier, Consumer<ImageName> refused) {
        this.verifier = verifier;
        this.refused = refused;
    }

    private record Proof(ImageName image, Digest digest, Verification wanted) {}

    @Override
    public Verdict verify(ImageName image, Digest digest, Verification wanted, KeyFiles files) {
        Proof proof = new Proof(image, digest, wanted);
        // A key in a file may have been changed since.
        boolean inline =
                wanted.cosignKey().filter(key -> !key.contains("-----BEGIN")).isEmpty();
        if (inline && proved.contains(proof)) {
            return new Verdict.Verified();
        }
        Verdict verdict = verifier.verify(image, digest, wanted, files);
        switch (verdict) {
            case Verdict.Verified verified -> {
                if (proved.size() >= REMEMBERED) {
                    proved.clear();
                }
                proved.add(proof);
            }
            case Verdict.Refused no -> refused.accept(image);
        }
        return verdict;
    }
}
