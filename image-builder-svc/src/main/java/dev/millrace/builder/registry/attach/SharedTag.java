package dev.millrace.builder.registry.attach;

import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.ManifestWriter;
import dev.millrace.builder.registry.ManifestWriter.Manifest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.ImageManifest;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryUnavailable;
import java.util.Optional;

/**
 * A tag whose manifest is a list that several clients extend. Registries offer no conditional write, so a change is read again after it was
 * written, and repeated if another client has overwritten it meanwhile.
 */
public final class SharedTag {
    private static final int MAX_ATTEMPTS = 5;

    private final RegistryReader reader;
    private final ManifestWriter writer;

    public SharedTag(Registries registries, RegistryCalls calls) {
        this.reader = new RegistryReader(registries, calls);
        this.writer = new ManifestWriter(registries, calls);
    }

    /** A change of the list. */
    public interface Change {

        /**
         * Returns the list with the change, or empty if it has the change.
         *
         * @param current the present list; empty if there is no such tag
         */
        Optional<Manifest> apply(Optional<ImageManifest> current);
    }

    /**
     * Makes a change.
     *
     * @throws RegistryUnavailable if other clients overwrite it each time, or for any other transient error
     */
    public void change(ImageName image, Tag tag, Change change, Deadline deadline) {
        String what = "changing " + image + ":" + tag;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            deadline.check(what);
            Optional<Manifest> next = change.apply(reader.manifest(image, tag));
            if (next.isEmpty()) {
                return;
            }
            writer.tag(image, next.get(), tag, deadline);
        }
        throw new RegistryUnavailable(what + ": other clients change it at the same time");
    }
}
