package dev.millrace.sync.source.trust;

/**
 * That something must be signed.
 *
 * @param what what must be
 * @param keys the Secret with the keys that count, {@code <namespace>/<name>}
 */
public record SignedBy(What what, String keys) {

    /** What can be signed. */
    public enum What {
        /** The commit that is applied. */
        COMMIT,
        /** The annotated tag that names it. */
        TAG
    }
}
