package dev.millrace.events;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;

/**
 * A ref of an application repository moved. The change comes from a verified push, stored before its webhook is answered, or from a poll.
 *
 * @param before the previous tip of the ref; {@link CommitId#NONE} if the ref is new or the tip is unknown
 * @param after the new tip of the ref; {@link CommitId#NONE} if the ref was deleted
 */
public record SourceChanged(RepositoryId repository, GitRef ref, CommitId before, CommitId after, Instant seenAt)
        implements Event {

    @Override
    public Topic topic() {
        return Topic.SOURCE_CHANGED;
    }

    @Override
    public String key() {
        return repository.value();
    }

    @Override
    public EventId id() {
        return EventId.of("source.changed", repository.value(), ref.value(), before.value(), after.value());
    }

    @Override
    public String subject() {
        return repository + "@" + after.shortForm();
    }
}
