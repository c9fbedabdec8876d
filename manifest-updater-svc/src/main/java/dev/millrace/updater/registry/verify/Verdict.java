package dev.millrace.updater.registry.verify;

/** Whether an image has proved what a policy demands. */
public sealed interface Verdict {

    /** It has. */
    record Verified() implements Verdict {}

    /**
     * It has not, and will not until somebody signs it, or changes the policy.
     *
     * @param reason for people; holds no credential
     */
    record Refused(String reason) implements Verdict {}
}
