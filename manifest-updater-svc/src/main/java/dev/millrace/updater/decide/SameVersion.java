package dev.millrace.updater.decide;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.Tag;
import java.util.Optional;

/** The version of an image that is the same for all images of a set: the source commit, or else the tag. */
public record SameVersion(Tag tag, Optional<Source> source) {

    /** The version of a known image; its source is empty if nothing is known of its build. */
    static SameVersion of(Candidate candidate) {
        return new SameVersion(candidate.tag(), candidate.built().flatMap(BuildInfo::from));
    }

    /** The version that an update writes. */
    public static SameVersion of(UpdateRequested update) {
        return new SameVersion(update.tag(), update.source());
    }

    /** The version of a published image. */
    public static SameVersion of(ImageBuilt built) {
        return new SameVersion(built.tag(), built.source());
    }

    /** Returns true for images of one commit, and for images of one tag unless one repository built them from two commits. */
    public boolean isSameAs(SameVersion other) {
        if (source.isPresent() && other.source.isPresent()) {
            Source mine = source.get();
            Source theirs = other.source.get();
            if (mine.repository().equals(theirs.repository())) {
                return mine.commit().equals(theirs.commit());
            }
        }
        return tag.equals(other.tag());
    }
}
