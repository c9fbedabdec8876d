package dev.millrace.updater.edit;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Search;

/**
 * What a policy wants to stand in its places.
 *
 * @param pinned whether whole references get the digest too
 */
public record Wanted(Search search, Tag tag, Digest digest, boolean pinned) {

    String text(Part part) {
        return switch (part) {
            case REFERENCE -> image() + ":" + tag + (pinned ? "@" + digest : "");
            case NAME -> image().value();
            case TAG -> tag.value();
            case DIGEST -> digest.value();
        };
    }

    private ImageName image() {
        return search.image();
    }
}
