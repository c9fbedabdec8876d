package dev.millrace.updater.registry.verify;

/** Whether an image has proved what a policy demands. */
public sealed interface ImageVerdict {

    /** It has. */
    record Verified() implements ImageVerdict {}

    /**
     * It has not, and will not until somebody signs it, or changes the policy.
     *
     * @param reason for people; holds no credential
     */
    record Refused(String reason) implements ImageVerdict {}
}
