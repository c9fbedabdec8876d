package dev.millrace.sync.plan;

import dev.millrace.cluster.Marks;
import dev.millrace.cluster.expected.ReconcileMark;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The instructions in one object's annotations: Millrace's own, and those of Flux (kustomize-controller's {@code
 * kustomize.toolkit.fluxcd.io/*}), Argo CD ({@code argocd.argoproj.io/*}) and Helm that mean the same.
 *
 * @param wave the object's wave; the lowest is applied first
 * @param leftAlone the object is neither applied nor healed
 * @param createOnly the object is created if it doesn't exist, and not changed afterwards
 * @param kept the object stays when no application declares it any longer
 * @param replaceable the object may be deleted and recreated where a field can't be changed
 * @param shared fields that others manage by other means than server-side apply stay theirs
 * @param mistake the annotations that can't be parsed; empty if all can
 */
public record Directives(
        int wave,
        boolean leftAlone,
        boolean createOnly,
        boolean kept,
        boolean replaceable,
        boolean shared,
        Optional<String> mistake) {
    private static final String FLUX = "kustomize.toolkit.fluxcd.io/";
    private static final String ARGO = "argocd.argoproj.io/";

    /** @param annotations the object's annotations */
    public static Directives of(Map<String, String> annotations) {
        Set<String> options = Arrays.stream(
                        annotations.getOrDefault(ARGO + "sync-options", "").split(",", -1))
                .map(String::strip)
                .collect(Collectors.toUnmodifiableSet());
        String ssa = annotations.getOrDefault(FLUX + "ssa", "");
        ReconcileMark reconcile = ReconcileMark.of(annotations);
        String wave = annotations.getOrDefault(Marks.WAVE, annotations.getOrDefault(ARGO + "sync-wave", "0"));
        Optional<Integer> number = number(wave.strip());
        return new Directives(
                number.orElse(0),
                reconcile.leftAlone(),
                reconcile.createOnly(),
                isKept(annotations, options),
                is(annotations, Marks.REPLACE, "true")
                        || is(annotations, FLUX + "force", "enabled")
                        || options.contains("Force=true"),
                ssa.equals("Merge"),
                number.isPresent() ? Optional.empty() : Optional.of("its wave is not a whole number: " + wave));
    }

    private static boolean isKept(Map<String, String> annotations, Set<String> argo) {
        return is(annotations, Marks.KEEP, "true")
                || is(annotations, Marks.PRUNE, "disabled")
                || is(annotations, FLUX + "prune", "disabled")
                || is(annotations, "helm.sh/resource-policy", "keep")
                || argo.contains("Prune=false")
                || argo.contains("Delete=false");
    }

    private static boolean is(Map<String, String> annotations, String key, String value) {
        return value.equals(annotations.get(key));
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
