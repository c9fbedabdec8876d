package dev.millrace.git.webhook;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;

/**
 * A host's notice that a ref has moved.
 *
 * @param before {@link CommitId#NONE} if the ref is new
 * @param after {@link CommitId#NONE} if the ref was deleted
 */
public record PushNotice(RepositoryId repository, GitRef ref, CommitId before, CommitId after) {}
