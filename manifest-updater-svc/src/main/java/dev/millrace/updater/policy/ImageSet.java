package dev.millrace.updater.policy;

import dev.millrace.events.value.ImageName;
import java.util.List;

/**
 * Images that are written together, in one version. Each has a policy of its own, which is a member of the set.
 *
 * @param name the name of the whole
 */
public record ImageSet(String name, List<ImageName> images) {
    public ImageSet {
        images = List.copyOf(images);
    }

    /** The name of a member's policy: that of the set, and the last part of the image's path. */
    public static String memberName(String set, String image) {
        return set + "." + image.substring(image.lastIndexOf('/') + 1);
    }
}
