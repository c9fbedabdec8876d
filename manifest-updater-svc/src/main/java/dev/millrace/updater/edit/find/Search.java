package dev.millrace.updater.edit.find;

import dev.millrace.events.value.ImageName;
import java.util.List;

/**
 * What to look for in a file on behalf of a policy.
 *
 * @param finders how places are found besides the markers that name the policy
 */
public record Search(String policy, ImageName image, List<Finder> finders) {
    public Search {
        finders = List.copyOf(finders);
    }
}
