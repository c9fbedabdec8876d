package dev.millrace.updater.publish;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;

/**
 * A ref moved.
 *
 * @param before {@link CommitId#NONE} if it is new
 * @param commit {@link CommitId#NONE} if it is gone
 */
public record RefMove(GitRef ref, CommitId before, CommitId commit) {}
