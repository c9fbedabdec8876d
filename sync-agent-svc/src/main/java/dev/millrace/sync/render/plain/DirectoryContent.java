package dev.millrace.sync.render.plain;

import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Notice;
import dev.millrace.sync.manifest.Origin;
import dev.millrace.sync.manifest.Unreadable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The content of a directory and those within it: objects in the order of the files, and everything that was read for it. */
final class DirectoryContent {
    final List<Manifest> objects = new ArrayList<>();
    final List<Unreadable> unreadable = new ArrayList<>();
    final List<Notice> notices = new ArrayList<>();
    final Map<String, String> readSet = new HashMap<>();
    int files;
    long bytes;

    /** True if the file is the head of a kluctl project, so that each file in its folder may be a template. */
    boolean headsProject;

    void add(DirectoryContent more) {
        objects.addAll(more.objects);
        unreadable.addAll(more.unreadable);
        notices.addAll(more.notices);
        readSet.putAll(more.readSet);
        files += more.files;
        bytes += more.bytes;
    }

    void add(Manifests manifests) {
        objects.addAll(manifests.objects());
        unreadable.addAll(manifests.unreadable());
        notices.addAll(manifests.notices());
    }

    void unreadable(String path, String reason) {
        unreadable.add(new Unreadable(new Origin(path, 0), reason));
    }

    /** Replaces all results by one reason. The record of what was read stays. */
    void onlyUnreadable(String path, String reason) {
        objects.clear();
        unreadable.clear();
        notices.clear();
        unreadable(path, reason);
    }

    Manifests manifests() {
        return new Manifests(objects, unreadable, notices);
    }
}
