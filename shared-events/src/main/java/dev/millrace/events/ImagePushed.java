package dev.millrace.events;

import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.time.Instant;
import java.util.Optional;

/**
 * A registry reported that a tag was pushed. The report comes from a verified notification, stored before it is answered; the registry has
 * not been asked yet.
 *
 * @param digest the digest in the notification, which is only a hint; absent if the sender reports none
 * @param sender the kind of the sender, such as {@code distribution}
 */
public record ImagePushed(ImageName image, Tag tag, Optional<Digest> digest, String sender, Instant receivedAt)
        implements Event {

    /** The chain of this push: that of the image, or of its tag as long as the digest is unknown. */
    public ChainId chain() {
        return digest.map(known -> ChainId.of(image, known)).orElseGet(() -> ChainId.of(image, tag));
    }

    @Override
    public Topic topic() {
        return Topic.IMAGE_PUSHED;
    }

    @Override
    public String key() {
        return image.value();
    }

    @Override
    public EventId id() {
        return EventId.of(
                "image.pushed",
                image.value(),
                tag.value(),
                digest.map(Digest::value).orElse(""));
    }

    @Override
    public String subject() {
        return image + ":" + tag;
    }
}
