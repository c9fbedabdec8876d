package dev.millrace.builder.queue;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;

/** Builds by their id, which begins with the letter of their repository. */
public final class Builds {
    private Builds() {}

    public static QueuedBuild build(String id) {
        return new QueuedBuild(
                id,
                repository(id.substring(0, 1)),
                new GitRef("refs/heads/main"),
                new CommitId("a".repeat(40)),
                new ImageName("registry.example.com/shop/" + id),
                Instant.EPOCH);
    }

    public static RepositoryId repository(String letter) {
        return RepositoryId.parse("https://git.example.com/shop/" + letter);
    }
}
