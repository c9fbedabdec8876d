package dev.millrace.sync.render.plain;

import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Origin;
import dev.millrace.sync.manifest.Unreadable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was found in a directory and those within it: objects in the order of the files, and all that was looked at for it. */
final class Found {
    final List<Manifest> objects = new ArrayList<>();
    final List<Unreadable> unreadable = new ArrayList<>();
    final Map<String, String> lookedAt = new HashMap<>();
    int files;
    long bytes;

    void add(Found more) {
        objects.addAll(more.objects);
        unreadable.addAll(more.unreadable);
        lookedAt.putAll(more.lookedAt);
        files += more.files;
        bytes += more.bytes;
    }

    void add(Manifests manifests) {
        objects.addAll(manifests.objects());
        unreadable.addAll(manifests.unreadable());
    }

    void unreadable(String path, String reason) {
        unreadable.add(new Unreadable(new Origin(path, 0), reason));
    }

    Manifests manifests() {
        return new Manifests(objects, unreadable);
    }
}
