package dev.millrace.sync.manifest;

import java.util.ArrayList;
import java.util.List;

/** What was read from one or more files: the objects in the order they stand, and what could not be read. */
public record Manifests(List<Manifest> objects, List<Unreadable> unreadable) {

    public static final Manifests NONE = new Manifests(List.of(), List.of());

    public Manifests {
        objects = List.copyOf(objects);
        unreadable = List.copyOf(unreadable);
    }

    /** These, then those. */
    public Manifests and(Manifests more) {
        List<Manifest> objects = new ArrayList<>(this.objects);
        objects.addAll(more.objects);
        List<Unreadable> unreadable = new ArrayList<>(this.unreadable);
        unreadable.addAll(more.unreadable);
        return new Manifests(objects, unreadable);
    }

    /** Only this, which can't be read. */
    public static Manifests unreadable(Origin origin, String reason) {
        return new Manifests(List.of(), List.of(new Unreadable(origin, reason)));
    }
}
