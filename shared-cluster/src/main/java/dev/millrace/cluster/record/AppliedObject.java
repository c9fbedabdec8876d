package dev.millrace.cluster.record;

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
 */
public record AppliedObject(ObjectRef ref, String uid, String renderedHash, Optional<Baseline> baseline) {

    /** Of the API server's answer to a server-side apply. */
    public static AppliedObject of(ObjectRef ref, String renderedHash, JsonNode answer, Salt salt) {
        String uid = answer.path("metadata").path("uid").asText("");
        return new AppliedObject(ref, uid, renderedHash, Baseline.of(ref, answer, salt));
    }

    /** The same without what these rules leave to others, as far as they are about it. */
    public AppliedObject ignoring(List<IgnoreRule> rules) {
        List<IgnoreRule> ours = about(rules);
        return new AppliedObject(ref, uid, renderedHash, baseline.map(known -> known.ignoring(ours)));
    }

    /** The same when nobody knows whether something newer was stored since. */
    public AppliedObject uncertain() {
        return new AppliedObject(ref, uid, "", baseline);
    }

    /** Whether the baseline leaves something to others that these rules don't: only applying it again tells how it is stored. */
    public boolean ignoresMoreThan(List<IgnoreRule> rules) {
        return baseline.filter(known -> known.leavesMoreThan(about(rules))).isPresent();
    }

    private List<IgnoreRule> about(List<IgnoreRule> rules) {
        return rules.stream().filter(rule -> rule.concerns(ref)).toList();
    }
}
