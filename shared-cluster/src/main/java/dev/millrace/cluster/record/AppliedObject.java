package dev.millrace.cluster.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.expected.ReconcileMark;
import dev.millrace.cluster.expected.SelfRemoval;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.FieldPointer;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.events.value.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An object that was applied.
 *
 * @param uid the live object's uid, as the API server returned it
 * @param renderedHash the hash of the rendered object, as in the annotation {@code millrace.dev/applied}; empty if it isn't known to be stored
 * @param baseline how the API server stored it; absent if its response didn't include that
 * @param wave the wave that it was applied in; 0 in records of versions that didn't record it
 * @param selfRemoving true if it is removed by itself once it has completed, so that its absence is no drift; false in records of versions that
 *     didn't record it
 * @param createOnly true if it is created and not changed afterwards, so that its content is no drift; false in records of versions that didn't
 *     record it
 */
public record AppliedObject(
        ObjectRef ref,
        String uid,
        String renderedHash,
        Optional<Baseline> baseline,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int wave,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean selfRemoving,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean createOnly) {

    /** An object whose content is ours. */
    public AppliedObject(
            ObjectRef ref,
            String uid,
            String renderedHash,
            Optional<Baseline> baseline,
            int wave,
            boolean selfRemoving) {
        this(ref, uid, renderedHash, baseline, wave, selfRemoving, false);
    }

    /** Reads the API server's response to a server-side apply. */
    public static AppliedObject of(ObjectRef ref, String renderedHash, JsonNode answer, Salt salt) {
        String uid = answer.path("metadata").path("uid").asText("");
        return new AppliedObject(
                ref,
                uid,
                renderedHash,
                Baseline.of(ref, answer, salt),
                0,
                SelfRemoval.isOf(ref, answer),
                ReconcileMark.on(answer).createOnly());
    }

    /** Returns the same object, applied in this wave. */
    public AppliedObject inWave(int other) {
        return new AppliedObject(ref, uid, renderedHash, baseline, other, selfRemoving, createOnly);
    }

    /**
     * Returns the same object with salted hashes in place of all values that hold one of a Secret.
     *
     * @param fromSecret true for a text that holds a value of a Secret
     */
    public AppliedObject concealing(Predicate<String> fromSecret, Salt salt) {
        return concealing(fromSecret, List.of(), salt);
    }

    /**
     * Returns the same object with salted hashes in place of all confidential values.
     *
     * @param fromSecret true for a text that holds a value of a Secret
     * @param pointers a user's pointers to further fields
     */
    public AppliedObject concealing(Predicate<String> fromSecret, List<FieldPointer> pointers, Salt salt) {
        return with(baseline.map(known -> known.concealing(ref, fromSecret, pointers, salt)));
    }

    /** Returns true if the field held a value of a Secret when the object was applied, was part of one that did, or contained one. */
    public boolean isConfidential(FieldPath path) {
        return baseline.filter(known -> known.isConfidential(path)).isPresent();
    }

    /** Returns the same object without the fields that these rules leave to others, as far as they cover it. */
    public AppliedObject ignoring(List<IgnoreRule> rules) {
        List<IgnoreRule> ours = about(rules);
        return with(baseline.map(known -> known.ignoring(ours)));
    }

    /** Returns the same object without drift in the fields whose conflicts other managers win by these rules. */
    public AppliedObject yielding(List<ConflictRule> rules) {
        return with(baseline.map(known -> known.yielding(ConflictRule.ofKind(rules, ref.kind()))));
    }

    private AppliedObject with(Optional<Baseline> other) {
        return new AppliedObject(ref, uid, renderedHash, other, wave, selfRemoving, createOnly);
    }

    /** Returns the same object when its stored state may have been replaced by a newer one. */
    public AppliedObject uncertain() {
        return new AppliedObject(ref, uid, "", baseline, wave, selfRemoving, createOnly);
    }

    /** Returns true if the baseline leaves fields to others that these rules don't: only a new apply shows how they are stored. */
    public boolean ignoresMoreThan(List<IgnoreRule> rules) {
        return baseline.filter(known -> known.leavesMoreThan(about(rules))).isPresent();
    }

    /** Returns true if the baseline has other rules for conflicts: only a new apply shows whose values are stored. */
    public boolean yieldsOtherwise(List<ConflictRule> rules) {
        return baseline.filter(known -> !known.conflicts().equals(ConflictRule.ofKind(rules, ref.kind())))
                .isPresent();
    }

    private List<IgnoreRule> about(List<IgnoreRule> rules) {
        return rules.stream().filter(rule -> rule.concerns(ref)).toList();
    }
}
