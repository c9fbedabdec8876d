package dev.millrace.updater.state;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ImageName;
import dev.millrace.updater.deliver.AnnouncedImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The images of {@code image.built}, the last {@value #MAX_ENTRIES} of each name. */
@ApplicationScoped
public class BuiltImages implements AnnouncedImages {
    private static final int MAX_ENTRIES = 500;

    private final Map<ImageName, Map<EventId, ImageBuilt>> images = new ConcurrentHashMap<>();

    /** Adds an image in the order of its event: one that is known becomes the last. */
    public void add(ImageBuilt built) {
        Map<EventId, ImageBuilt> some = images.computeIfAbsent(built.image(), name -> new LinkedHashMap<>());
        synchronized (some) {
            some.remove(built.id());
            some.put(built.id(), built);
            trim(some);
        }
    }

    @Override
    public void announce(ImageBuilt built) {
        Map<EventId, ImageBuilt> some = images.computeIfAbsent(built.image(), name -> new LinkedHashMap<>());
        synchronized (some) {
            some.putIfAbsent(built.id(), built);
            trim(some);
        }
    }

    private static void trim(Map<EventId, ImageBuilt> some) {
        if (some.size() > MAX_ENTRIES) {
            some.remove(some.keySet().iterator().next());
        }
    }

    @Override
    public List<ImageBuilt> of(ImageName image) {
        Map<EventId, ImageBuilt> some = images.getOrDefault(image, Map.of());
        synchronized (some) {
            return List.copyOf(some.values());
        }
    }
}
