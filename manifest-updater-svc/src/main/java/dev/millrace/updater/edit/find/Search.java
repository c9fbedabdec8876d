package dev.millrace.updater.edit.find;

import dev.millrace.events.value.ImageName;
import java.util.List;

/**
 * A search in a file on behalf of a policy.
 *
 * @param finders the ways to find places, besides the markers that name the policy
 * @param pinned true if whole references get the digest too, and an empty digest beside a tag is filled
 * @param named true if the policy names the files, so that a tag without an image beside it is meant for this one
 * @param adds true if values that are not there yet are added
 */
public record Search(
        String policy, ImageName image, List<Finder> finders, boolean pinned, boolean named, boolean adds) {
    public Search {
        finders = List.copyOf(finders);
    }

    /** A search that adds nothing. */
    public Search(String policy, ImageName image, List<Finder> finders, boolean pinned, boolean named) {
        this(policy, image, finders, pinned, named, false);
    }

    /** A search in files that the policy names. */
    public Search(String policy, ImageName image, List<Finder> finders, boolean pinned) {
        this(policy, image, finders, pinned, true);
    }

    /** The same search by some of its finders only. */
    public Search with(List<Finder> some) {
        return new Search(policy, image, some, pinned, named, adds);
    }

    /** The same search for values that are there already. */
    public Search ofPresent() {
        return new Search(policy, image, finders, pinned, named, false);
    }
}
