package dev.millrace.events;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.Instant;

/**
 * A ref of an application repository moved: a verified push, stored before its webhook is answered, or what a poll found.
 *
 * @param before where the ref stood; {@link CommitId#NONE} if it is new or that isn't known
 * @param after where it stands; {@link CommitId#NONE} if it was deleted
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
