package dev.millrace.updater.deliver;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.ImageName;
import java.util.List;

/** The images that were announced. */
public interface AnnouncedImages {

    /** Adds an image of no event of its own, such as one that a scan found; a known one stays where it is. */
    void announce(ImageBuilt built);

    /** The images of a name, in the order of their events. */
    List<ImageBuilt> of(ImageName image);
}
