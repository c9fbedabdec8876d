package dev.millrace.git.webhook;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;

/**
 * A ref that a host says has moved.
 *
 * @param before {@link CommitId#NONE} if it is new
 * @param after {@link CommitId#NONE} if it was deleted
 */
public record PushNotice(RepositoryId repository, GitRef ref, CommitId before, CommitId after) {}
