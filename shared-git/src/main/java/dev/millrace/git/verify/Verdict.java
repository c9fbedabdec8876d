package dev.millrace.git.verify;

/** The result of verifying a signature by trusted keys. */
public sealed interface Verdict {

    /** @param signer the owner of the key, by the file of keys */
    record Good(String signer) implements Verdict {}

    /** @param reason continues "the commit", such as {@code is not signed} */
    record Bad(String reason) implements Verdict {}
}
