package dev.millrace.builder.queue;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;

/**
 * A build that waits or runs.
 *
 * @param id the fingerprint of the build
 * @param since the time since which it waits
 */
public record QueuedBuild(
        String id, RepositoryId repository, GitRef ref, CommitId commit, ImageName image, Instant since) {}
