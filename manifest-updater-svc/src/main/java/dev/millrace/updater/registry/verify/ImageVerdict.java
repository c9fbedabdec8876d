package dev.millrace.updater.registry.verify;

/** The result of verifying an image against a policy's requirements. */
public sealed interface ImageVerdict {

    /** The image meets them. */
    record Verified() implements ImageVerdict {}

    /**
     * The image does not meet them, until it is signed or the policy changes.
     *
     * @param reason the reason, for people; without credentials
     */
    record Refused(String reason) implements ImageVerdict {}
}
