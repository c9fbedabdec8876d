package dev.millrace.builder.source;

/**
 * The nearest tag of a commit.
 *
 * @param distance the number of first-parent commits after the tag; 0 if the tag names the commit itself
 */
public record NearestTag(String tag, long distance) {}
