package dev.millrace.updater.publish;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;

/**
 * A move of a ref.
 *
 * @param before the earlier commit; {@link CommitId#NONE} if the ref is new
 * @param commit the later commit; {@link CommitId#NONE} if the ref was deleted
 */
public record RefMove(GitRef ref, CommitId before, CommitId commit) {}
