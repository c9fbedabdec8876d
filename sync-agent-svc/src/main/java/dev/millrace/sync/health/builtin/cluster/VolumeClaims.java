package dev.millrace.sync.health.builtin.cluster;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.healthy;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;

import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rule of PersistentVolumeClaims (Kubernetes API reference, core/v1; KEP-1790 on failed expansions, KEP-3751 on VolumeAttributesClasses). */
final class VolumeClaims {
    /** Set by the scheduler once a Pod that mounts the claim has a node (Kubernetes, volume binding). */
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    private static final String CLASS_BEFORE_THE_FIELD = "volume.beta.kubernetes.io/storage-class";
    private static final String NOT_BOUND = "it is not bound to a volume yet";

    private static final Set<String> FAILED = Set.of("ControllerResizeError", "NodeResizeError", "ModifyVolumeError");
    private static final Set<String> ONGOING = Set.of("Resizing", "FileSystemResizePending", "ModifyingVolume");

    /** A quantity without an exponent (Kubernetes API reference, Quantity). */
    private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)([kMGTPE]|[KMGTPE]i)?");

    private static final String PREFIXES = "kMGTPE";

    private VolumeClaims() {}

    /**
     * Returns the health of a claim. One whose class binds it only when a Pod mounts it is healthy until then: waiting for it alone would never end.
     *
     * @param bindingModes the {@code volumeBindingMode} of a StorageClass by its name; empty if there is none or it can't be read
     */
    static ObjectHealth of(ObjectFacts claim, Function<String, Optional<String>> bindingModes) {
        return switch (claim.text("status", "phase")) {
            case "Bound" -> bound(claim);
            case "Lost" -> degraded("its volume is lost");
            default -> unbound(claim, bindingModes);
        };
    }

    private static ObjectHealth bound(ObjectFacts claim) {
        Map<String, String> resizes = new TreeMap<>();
        if (claim.at("status", "allocatedResourceStatuses") instanceof Map<?, ?> statuses) {
            statuses.forEach((resource, status) -> resizes.put(String.valueOf(resource), Objects.toString(status, "")));
        }
        String modification = claim.text("status", "modifyVolumeStatus", "status");
        return failure(claim, resizes, modification)
                .or(() -> change(claim, resizes, modification))
                .orElse(ObjectHealth.HEALTHY);
    }

    private static Optional<ObjectHealth> failure(ObjectFacts claim, Map<String, String> resizes, String modification) {
        Optional<ObjectHealth> stated = first(claim, FAILED).map(condition -> degraded(words(condition)));
        if (stated.isPresent()) {
            return stated;
        }
        Optional<ObjectHealth> infeasible = resizes.values().stream()
                .filter(status -> status.endsWith("Infeasible"))
                .findFirst()
                .map(status -> degraded("its volume can't be resized: " + status));
        return infeasible.isPresent() || !modification.equals("Infeasible")
                ? infeasible
                : Optional.of(degraded("its volume can't be modified" + targetClass(claim)));
    }

    private static Optional<ObjectHealth> change(ObjectFacts claim, Map<String, String> resizes, String modification) {
        Optional<ObjectHealth> stated = first(claim, ONGOING).map(condition -> progressing(words(condition)));
        if (stated.isPresent()) {
            return stated;
        }
        Optional<String> resize =
                resizes.values().stream().filter(status -> !status.isBlank()).findFirst();
        if (resize.isPresent()) {
            return Optional.of(progressing("its volume is being resized: " + resize.get()));
        }
        if (!modification.isEmpty()) {
            return Optional.of(progressing("its volume is being modified" + targetClass(claim) + ": " + modification));
        }
        return smaller(claim);
    }

    private static String targetClass(ObjectFacts claim) {
        String name = claim.text("status", "modifyVolumeStatus", "targetVolumeAttributesClassName");
        return name.isEmpty() ? "" : " to the VolumeAttributesClass " + name;
    }

    private static Optional<Condition> first(ObjectFacts claim, Set<String> types) {
        List<Condition> conditions = Condition.in(claim.at("status", "conditions"));
        return conditions.stream()
                .filter(condition -> condition.isTrue() && types.contains(condition.type()))
                .findFirst();
    }

    private static String words(Condition condition) {
        String words = condition.reasonAndMessage();
        return words.isBlank() ? condition.type() : condition.type() + ": " + words;
    }

    /** A volume is at least as large as the request when it is bound, so a smaller one is to be expanded. */
    private static Optional<ObjectHealth> smaller(ObjectFacts claim) {
        @Nullable Object capacity = claim.at("status", "capacity", "storage");
        @Nullable Object request = claim.at("spec", "resources", "requests", "storage");
        Optional<BigDecimal> bytes = bytes(capacity);
        Optional<BigDecimal> requested = bytes(request);
        return bytes.isPresent() && requested.isPresent() && bytes.get().compareTo(requested.get()) < 0
                ? Optional.of(progressing("its volume has " + capacity + " of the requested " + request))
                : Optional.empty();
    }

    private static Optional<BigDecimal> bytes(@Nullable Object quantity) {
        Matcher matcher = QUANTITY.matcher(quantity instanceof String text ? text : "");
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String suffix = Objects.toString(matcher.group(2), "");
        int power =
                suffix.isEmpty() ? 0 : PREFIXES.indexOf(suffix.replace('K', 'k').charAt(0)) + 1;
        BigDecimal unit = BigDecimal.valueOf(suffix.endsWith("i") ? 1024 : 1000).pow(power);
        return Optional.of(new BigDecimal(matcher.group(1)).multiply(unit));
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
