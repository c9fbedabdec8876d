package dev.millrace.git.verify;

/**
 * An annotated tag.
 *
 * @param name as the tag itself has it, which need not be that of the ref that stands at it: whoever may push could have renamed it
 * @param tag what its signature, if it has one, is about
 */
public record SignedTag(String name, Signed tag) {}
