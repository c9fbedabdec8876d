package dev.millrace.updater.edit.find;

import dev.millrace.events.value.ImageName;
import java.util.List;

/**
 * What to look for in a file on behalf of a policy.
 *
 * @param finders how places are found besides the markers that name the policy
 * @param pinned whether whole references get the digest too, and an empty digest beside a tag is filled
 */
public record Search(String policy, ImageName image, List<Finder> finders, boolean pinned) {
    public Search {
        finders = List.copyOf(finders);
    }
}
