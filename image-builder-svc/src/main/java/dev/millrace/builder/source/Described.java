package dev.millrace.builder.source;

/**
 * A commit's place after a tag.
 *
 * @param distance how many commits of the first-parent history lie between; 0 if the tag names the commit itself
 */
public record Described(String tag, long distance) {}
