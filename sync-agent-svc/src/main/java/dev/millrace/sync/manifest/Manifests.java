package dev.millrace.sync.manifest;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.guard.Hooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of one or more files.
 *
 * @param objects in the order of the files
 * @param unreadable documents that could not be read: while there is any, no object is pruned
 * @param notices objects that were left out on purpose, and other information
 */
public record Manifests(List<Manifest> objects, List<Unreadable> unreadable, List<Notice> notices) {

    public static final Manifests NONE = new Manifests(List.of(), List.of());

    public Manifests {
        objects = List.copyOf(objects);
        unreadable = List.copyOf(unreadable);
        notices = List.copyOf(notices);
    }

    /** Without notices. */
    public Manifests(List<Manifest> objects, List<Unreadable> unreadable) {
        this(objects, unreadable, List.of());
    }

    /** Returns these objects followed by the others. */
    public Manifests and(Manifests more) {
        return new Manifests(
                joined(objects, more.objects), joined(unreadable, more.unreadable), joined(notices, more.notices));
    }

    private static <T> List<T> joined(List<T> these, List<T> those) {
        return Stream.concat(these.stream(), those.stream()).toList();
    }

    /** Returns the same without hooks, with a notice of each. */
    public Manifests withoutHooks() {
        List<Manifest> kept = new ArrayList<>();
        List<Notice> all = new ArrayList<>(notices);
        for (Manifest manifest : objects) {
            Optional<String> hook = Hooks.in(manifest.content());
            if (hook.isPresent()) {
                all.add(new Notice(
                        manifest.origin(),
                        Optional.of(manifest.ref()),
                        manifest.ref().kind() + " " + manifest.ref().name() + ": " + hook.get()));
            } else {
                kept.add(manifest);
            }
        }
        return new Manifests(kept, unreadable, all);
    }

    /** Returns the values of all Secrets, decoded. */
    public List<String> secretValues() {
        return objects.stream()
                .flatMap(manifest ->
                        Secrets.values(manifest.ref().kind(), manifest.ref().apiVersion(), manifest.content()))
                .toList();
    }

    /** Returns true if the object is left out on purpose: its applied state stays as it is. */
    public boolean leavesOut(ObjectRef object) {
        return notices.stream().anyMatch(notice -> notice.isOf(object));
    }

    /** A single unreadable document. */
    public static Manifests unreadable(Origin origin, String reason) {
        return new Manifests(List.of(), List.of(new Unreadable(origin, reason)));
    }
}
