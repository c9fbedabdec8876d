package dev.millrace.sync.health.builtin.cluster;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.healthy;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;

import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of volumes and their attachments (Kubernetes API reference, core/v1 and storage.k8s.io/v1; the documentation of a volume's phases). */
final class Volumes {
    private Volumes() {}

    /** Returns the health of a PersistentVolume: a volume without a claim is as desired until one binds it. */
    static ObjectHealth volume(ObjectFacts volume) {
        return switch (volume.text("status", "phase")) {
            case "Available", "Bound" -> ObjectHealth.HEALTHY;
            case "Failed" -> degraded("it failed" + words(volume));
            case "Released" -> released(volume);
            default -> progressing("it is not available yet" + words(volume));
        };
    }

    /** A volume whose policy is to retain it stays released until a user frees it. */
    private static ObjectHealth released(ObjectFacts volume) {
        return switch (volume.text("spec", "persistentVolumeReclaimPolicy")) {
            case "Delete", "Recycle" -> progressing("its claim was deleted; it is being reclaimed" + words(volume));
            default -> healthy("its claim was deleted; it is retained");
        };
    }

    private static String words(ObjectFacts volume) {
        String words = Stream.of(volume.text("status", "reason"), volume.text("status", "message"))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(": "));
        return words.isEmpty() ? "" : ": " + words;
    }

    /** Returns the health of a VolumeAttachment. */
    static ObjectHealth attachment(ObjectFacts attachment) {
        if (attachment.has("status", "attachError") && !attachment.isTrue("status", "attached")) {
            return degraded("its volume can't be attached: " + attachment.text("status", "attachError", "message"));
        }
        if (attachment.has("status", "detachError")) {
            return degraded("its volume can't be detached: " + attachment.text("status", "detachError", "message"));
        }
        return attachment.isTrue("status", "attached")
                ? ObjectHealth.HEALTHY
                : progressing("its volume is not attached yet");
    }
}
