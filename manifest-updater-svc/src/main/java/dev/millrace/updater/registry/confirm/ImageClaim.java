package dev.millrace.updater.registry.confirm;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.policy.Versions;
import java.util.Optional;

/**
 * The claim of an update about an image.
 *
 * @param tagMustMatch true if the tag must name the digest now, because the tag alone is written, or because its moves are followed; otherwise the
 *     digest is written too, and is enough
 * @param source the source that the event names
 */
public record ImageClaim(ImageName image, Tag tag, Digest digest, boolean tagMustMatch, Optional<Source> source) {

    /** The claim of an update for a policy that accepts these versions. */
    public static ImageClaim of(UpdateRequested update, Versions versions) {
        boolean followsTag = versions.selection() instanceof Selection.Channel;
        return new ImageClaim(
                update.image(), update.tag(), update.digest(), followsTag || !versions.pinned(), update.source());
    }

    String reference() {
        return image + ":" + tag + "@" + digest;
    }
}
