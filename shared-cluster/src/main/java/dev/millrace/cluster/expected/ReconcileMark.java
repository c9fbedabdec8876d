package dev.millrace.cluster.expected;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import java.util.Map;
import java.util.TreeMap;

/**
 * The annotations on an object that limit its reconciliation: Millrace's own, and those of Flux's kustomize-controller that mean the same.
 *
 * @param leftAlone the object is neither applied nor healed
 * @param createOnly the object is created if it doesn't exist, and not changed afterwards
 */
public record ReconcileMark(boolean leftAlone, boolean createOnly) {
    private static final String FLUX = "kustomize.toolkit.fluxcd.io/";

    /** @param annotations the object's annotations */
    public static ReconcileMark of(Map<String, String> annotations) {
        String ssa = annotations.getOrDefault(FLUX + "ssa", "");
        String reconcile = annotations.getOrDefault(Marks.RECONCILE, "");
        return new ReconcileMark(
                reconcile.equals("disabled")
                        || "disabled".equals(annotations.get(FLUX + "reconcile"))
                        || ssa.equals("Ignore"),
                reconcile.equals("create-only") || ssa.equals("IfNotPresent"));
    }

    /** Reads the annotations of an object as the API server returned it. */
    public static ReconcileMark on(JsonNode object) {
        Map<String, String> annotations = new TreeMap<>();
        for (String name : new String[] {Marks.RECONCILE, FLUX + "ssa", FLUX + "reconcile"}) {
            JsonNode value = object.path("metadata").path("annotations").path(name);
            if (value.isTextual()) {
                annotations.put(name, value.asText());
            }
        }
        return of(annotations);
    }
}
