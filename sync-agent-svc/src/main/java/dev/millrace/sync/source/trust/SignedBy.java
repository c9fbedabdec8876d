package dev.millrace.sync.source.trust;

/**
 * The requirement of a signature.
 *
 * @param what the object that must be signed
 * @param keys the Secret with the accepted keys, {@code <namespace>/<name>}
 */
public record SignedBy(What what, String keys) {

    /** An object that can be signed. */
    public enum What {
        /** The commit that is applied. */
        COMMIT,
        /** The annotated tag that names it. */
        TAG
    }
}
