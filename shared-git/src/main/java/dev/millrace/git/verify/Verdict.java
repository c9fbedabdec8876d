package dev.millrace.git.verify;

/** Whether a trusted key signed something. */
public sealed interface Verdict {

    /** @param signer whose key it is, as the file of keys says */
    record Good(String signer) implements Verdict {}

    /** @param reason goes on after "the commit", such as {@code is not signed} */
    record Bad(String reason) implements Verdict {}
}
