package dev.millrace.sync.tenant;

import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.Manifests;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An object that an Application may not have, and the reason for people. */
public record Refusal(Manifest manifest, String reason) {
    private static final int MAX_NAMED = 20;

    /**
     * Returns the objects that are not allowed.
     *
     * @param placed with namespaces decided
     */
    public static List<Refusal> of(TenantPolicy policy, Manifests placed) {
        return placed.objects().stream()
                .flatMap(manifest -> policy.refusal(manifest).map(reason -> new Refusal(manifest, reason)).stream())
                .toList();
    }

    /** Returns the objects that are not among the refused ones. */
    public static List<Manifest> others(Manifests placed, List<Refusal> refusals) {
        Set<Manifest> refused = Collections.newSetFromMap(new IdentityHashMap<>());
        refusals.forEach(refusal -> refused.add(refusal.manifest()));
        return placed.objects().stream()
                .filter(manifest -> !refused.contains(manifest))
                .toList();
    }

    /** Returns the message of an attempt that ends by them. */
    public static String message(List<Refusal> refusals) {
        String some = refusals.stream()
                .limit(MAX_NAMED)
                .map(refusal -> refusal.manifest().ref() + ": " + refusal.reason())
                .collect(Collectors.joining("; "));
        String more = refusals.size() > MAX_NAMED ? "; and " + (refusals.size() - MAX_NAMED) + " more" : "";
        return "nothing is applied, because " + refusals.size() + (refusals.size() == 1 ? " object is" : " objects are")
                + " not allowed; remove them from the source, or ask the operator: " + some + more;
    }
}
