package dev.millrace.cluster.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.value.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * An object that was applied.
 *
 * @param uid the live object's uid, as the API server answered
 * @param renderedHash the hash of the rendered object, as in the annotation {@code millrace.dev/applied}; empty if it isn't known to be stored
 * @param baseline how the API server stored it; absent if the answer didn't tell
 * @param wave the wave that it was applied in; 0 in records of versions that didn't note it
 * @param selfRemoving whether it is removed by itself once it has completed, so that its absence is no drift; false in records of versions that
 *     didn't note it
 */
public record AppliedObject(
        ObjectRef ref,
        String uid,
        String renderedHash,
        Optional<Baseline> baseline,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int wave,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean selfRemoving) {

    /** Of the API server's answer to a server-side apply. */
    public static AppliedObject of(ObjectRef ref, String renderedHash, JsonNode answer, Salt salt) {
        String uid = answer.path("metadata").path("uid").asText("");
        return new AppliedObject(
                ref, uid, renderedHash, Baseline.of(ref, answer, salt), 0, isSelfRemoving(answer.path("spec")));
    }

    /** A Job and what has taken its field over; an Argo Workflow. */
    private static boolean isSelfRemoving(JsonNode spec) {
        return spec.path("ttlSecondsAfterFinished").isNumber()
                || (spec.path("ttlStrategy").isObject()
                        && !spec.path("ttlStrategy").isEmpty());
    }

    /** The same, applied in this wave. */
    public AppliedObject inWave(int other) {
        return new AppliedObject(ref, uid, renderedHash, baseline, other, selfRemoving);
    }

    /** The same without what these rules leave to others, as far as they are about it. */
    public AppliedObject ignoring(List<IgnoreRule> rules) {
        List<IgnoreRule> ours = about(rules);
        return new AppliedObject(
                ref, uid, renderedHash, baseline.map(known -> known.ignoring(ours)), wave, selfRemoving);
    }

    /** The same when nobody knows whether something newer was stored since. */
    public AppliedObject uncertain() {
        return new AppliedObject(ref, uid, "", baseline, wave, selfRemoving);
    }

    /** Whether the baseline leaves something to others that these rules don't: only applying it again tells how it is stored. */
    public boolean ignoresMoreThan(List<IgnoreRule> rules) {
        return baseline.filter(known -> known.leavesMoreThan(about(rules))).isPresent();
    }

    private List<IgnoreRule> about(List<IgnoreRule> rules) {
        return rules.stream().filter(rule -> rule.concerns(ref)).toList();
    }
}
