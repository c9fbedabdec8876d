package dev.millrace.sync.health;

import static dev.millrace.sync.health.ObjectHealth.degraded;
import static dev.millrace.sync.health.ObjectHealth.healthy;
import static dev.millrace.sync.health.ObjectHealth.progressing;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The rule of PersistentVolumeClaims. */
final class VolumeClaims {
    /** Set by the scheduler once a Pod that mounts the claim has a node (Kubernetes, volume binding). */
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    private static final String CLASS_BEFORE_THE_FIELD = "volume.beta.kubernetes.io/storage-class";
    private static final String NOT_BOUND = "it is not bound to a volume yet";

    private VolumeClaims() {}

    /**
     * Returns the health of a claim. One whose class binds it only when a Pod mounts it is healthy until then: waiting for it alone would never end.
     *
     * @param bindingModes the {@code volumeBindingMode} of a StorageClass by its name; empty if there is none or it can't be read
     */
    static ObjectHealth of(ObjectFacts claim, Function<String, Optional<String>> bindingModes) {
        return switch (claim.text("status", "phase")) {
            case "Bound" -> ObjectHealth.HEALTHY;
            case "Lost" -> degraded("its volume is lost");
            default -> unbound(claim, bindingModes);
        };
    }

    private static ObjectHealth unbound(ObjectFacts claim, Function<String, Optional<String>> bindingModes) {
        Map<String, String> annotations = claim.annotations();
        String field = claim.text("spec", "storageClassName");
        String name = field.isEmpty() ? annotations.getOrDefault(CLASS_BEFORE_THE_FIELD, "") : field;
        boolean begun = !claim.text("spec", "volumeName").isEmpty() || annotations.containsKey(SELECTED_NODE);
        if (begun || name.isEmpty()) {
            return progressing(NOT_BOUND);
        }
        Optional<String> mode = bindingModes.apply(name);
        if (mode.isEmpty()) {
            return progressing(NOT_BOUND + "; its StorageClass " + name + " can't be read");
        }
        return mode.get().equals("WaitForFirstConsumer")
                ? healthy("it is bound once a Pod mounts it")
                : progressing(NOT_BOUND);
    }
}
