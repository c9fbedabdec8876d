package dev.millrace.builder.source;

/**
 * The nearest tag of a commit, as {@code git describe --tags}.
 *
 * @param distance the number of commits that the commit's history has beyond that of the tagged one; 0 if the tag names the commit itself
 */
public record NearestTag(String tag, long distance) {}
