package dev.millrace.updater.deliver;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.ImageName;
import java.util.List;

/** The images that were announced. */
public interface AnnouncedImages {

    /** Adds an image; again without effect. */
    void add(ImageBuilt built);

    /** The images of a name, in the order of their events. */
    List<ImageBuilt> of(ImageName image);
}
