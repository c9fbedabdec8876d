package dev.millrace.git.read;

import dev.millrace.events.value.CommitId;

/**
 * The nearest tagged commit in the history of a commit.
 *
 * @param tagged the tagged commit
 * @param distance the number of commits that the commit's history has beyond that of the tagged commit; 0 if it is tagged itself
 */
public record Description(CommitId tagged, long distance) {}
