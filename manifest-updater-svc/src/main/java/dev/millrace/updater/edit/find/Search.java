package dev.millrace.updater.edit.find;

import dev.millrace.events.value.ImageName;
import java.util.List;

/**
 * A search in a file on behalf of a policy.
 *
 * @param finders the ways to find places, besides the markers that name the policy
 * @param pinned true if whole references get the digest too, and an empty digest beside a tag is filled
 */
public record Search(String policy, ImageName image, List<Finder> finders, boolean pinned) {
    public Search {
        finders = List.copyOf(finders);
    }
}
