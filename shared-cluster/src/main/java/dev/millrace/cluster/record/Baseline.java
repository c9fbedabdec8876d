package dev.millrace.cluster.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.expected.ExpectedDifferences;
import dev.millrace.cluster.fields.Difference;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.FieldPointer;
import dev.millrace.cluster.fields.FieldSet;
import dev.millrace.cluster.fields.ManagedFields;
import dev.millrace.cluster.fields.Projection;
import dev.millrace.cluster.redaction.ConfidentialFields;
import dev.millrace.cluster.redaction.Redaction;
import dev.millrace.cluster.redaction.Salt;
import dev.millrace.cluster.redaction.SensitiveFields;
import dev.millrace.events.value.ObjectRef;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state in which the API server stored what we applied. Kept as text: agents and detectors hold one for each object that is ours, and parse
 * few of them.
 *
 * @param fieldsV1 exactly the fields that are ours, as JSON
 * @param values the server's own values on these fields, as JSON; salted hashes for a Secret and for confidential fields
 * @param yieldsTo managers whose changes are no difference; a {@code *} at the end matches any rest
 * @param without pointers to our fields that were removed because they are left to others
 * @param confidential the part of the fields whose values came out of a Secret, as JSON; empty if there is none, and for a Secret
 * @param conflicts the rules by which other managers may win fields; empty if none of them lets others win
 * @param ordered true if list items are in the order in which the API server stored them; false in records of versions that didn't keep it
 */
public record Baseline(
        @JsonRawValue String fieldsV1,
        @JsonRawValue String values,
        List<String> yieldsTo,
        List<String> without,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonRawValue
        String confidential,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ConflictRule> conflicts,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean ordered) {

    public Baseline {
        yieldsTo = List.copyOf(yieldsTo);
        without = List.copyOf(without);
        conflicts = List.copyOf(conflicts);
    }

    /** Reads a record's JSON, in which the fields and the values are objects. */
    @JsonCreator
    static Baseline read(
            @JsonProperty("fieldsV1") JsonNode fieldsV1,
            @JsonProperty("values") JsonNode values,
            @JsonProperty("yieldsTo") @Nullable List<String> yieldsTo,
            @JsonProperty("without") @Nullable List<String> without,
            @JsonProperty("confidential") @Nullable JsonNode confidential,
            @JsonProperty("conflicts") @Nullable List<ConflictRule> conflicts,
            @JsonProperty("ordered") boolean ordered) {
        return new Baseline(
                text(fieldsV1),
                text(values),
                yieldsTo == null ? List.of() : yieldsTo,
                without == null ? List.of() : without,
                confidential == null ? "" : text(confidential),
                conflicts == null ? List.of() : conflicts,
                ordered);
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? "null" : node.toString();
    }

    private static JsonNode tree(String text) {
        try {
            return RecordCodec.JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("a baseline that was written can be read", e);
        }
    }

    /** Reads the API server's response to a server-side apply; empty if no field in it is ours. */
    public static Optional<Baseline> of(ObjectRef ref, JsonNode answer, Salt salt) {
        return ManagedFields.of(answer)
                .appliedBy(Marks.FIELD_MANAGER)
                .map(ours -> read(
                        ours.fieldsV1(),
                        Redaction.of(ref, Projection.of(answer, ours.fields()), ConfidentialFields.NONE, salt),
                        null,
                        null,
                        null,
                        null,
                        true));
    }

    /**
     * Returns the same baseline with salted hashes in place of all values that hold one of a Secret, of those that are sensitive by their name or
     * form, and of those that a user's pointers select. In one that has confidential fields already only the pointers are looked for: it was
     * concealed when its object was applied.
     *
     * @param fromSecret true for a text that holds a value of a Secret
     */
    Baseline concealing(ObjectRef ref, Predicate<String> fromSecret, List<FieldPointer> pointers, Salt salt) {
        if (Redaction.isNeeded(ref) || (!confidential.isEmpty() && pointers.isEmpty())) {
            return this;
        }
        JsonNode fields = tree(fieldsV1);
        JsonNode left = tree(values);
        Stream<Optional<JsonNode>> found = confidential.isEmpty()
                ? Stream.of(
                        fromSecret.test(values) ? ConfidentialFields.find(fields, left, fromSecret) : Optional.empty(),
                        SensitiveFields.find(fields, left))
                : Stream.empty();
        return Stream.concat(found, Stream.of(SensitiveFields.find(fields, pointers, confidentialFields())))
                .flatMap(Optional::stream)
                .reduce(ConfidentialFields::union)
                .map(added -> concealing(ref, left, added, salt))
                .orElse(this);
    }

    private Baseline concealing(ObjectRef ref, JsonNode left, JsonNode added, Salt salt) {
        ConfidentialFields hidden = new ConfidentialFields(FieldSet.parse(added));
        String concealed = text(Redaction.of(ref, left, hidden, salt));
        JsonNode all = confidential.isEmpty() ? added : ConfidentialFields.union(tree(confidential), added);
        return new Baseline(fieldsV1, concealed, yieldsTo, without, text(all), conflicts, ordered);
    }

    /** Returns true if the field holds a value of a Secret, is part of one that does, or contains one. */
    boolean isConfidential(FieldPath path) {
        return confidentialFields().touch(path);
    }

    private ConfidentialFields confidentialFields() {
        return confidential.isEmpty()
                ? ConfidentialFields.NONE
                : new ConfidentialFields(FieldSet.parse(tree(confidential)));
    }

    /** Returns the differences of a live object on our fields. Confidential values are left out. */
    public List<FieldDifference> differences(ObjectRef ref, JsonNode live, Salt salt) {
        FieldSet fields = FieldSet.parse(tree(fieldsV1));
        ConfidentialFields hidden = confidentialFields();
        ManagedFields managed = ManagedFields.of(live);
        return Difference.between(
                        fields.cutAt(hidden.fields()),
                        tree(values),
                        Redaction.of(ref, Projection.of(live, fields), hidden, salt),
                        path -> !hidden.touch(path) && managed.isSharedBelow(path, Marks.FIELD_MANAGER),
                        ordered)
                .stream()
                .filter(difference -> managed.ownerOf(difference.path(), Marks.FIELD_MANAGER)
                        .filter(owner -> isYielded(difference.path(), owner.manager()))
                        .isEmpty())
                .filter(difference -> !ExpectedDifferences.include(ref, live, difference))
                .map(difference ->
                        Redaction.isNeeded(ref) || hidden.touch(difference.path()) || SensitiveFields.hold(difference)
                                ? difference.withoutValues()
                                : difference)
                .toList();
    }

    private boolean isYielded(FieldPath path, String manager) {
        return !manager.equals(Marks.FIELD_MANAGER)
                && (IgnoreRule.isOneOf(yieldsTo, manager) || ConflictRule.areWonBy(manager, path, conflicts));
    }

    /** Returns the same baseline, with the rules by which other managers win. */
    Baseline yielding(List<ConflictRule> rules) {
        return new Baseline(fieldsV1, values, yieldsTo, without, confidential, rules, ordered);
    }

    /** Returns the same baseline without the fields that these rules leave to others. */
    public Baseline ignoring(List<IgnoreRule> rules) {
        if (rules.stream()
                .allMatch(rule -> yieldsTo.containsAll(rule.managers()) && without.containsAll(rule.fields()))) {
            return this;
        }
        JsonNode fields = tree(fieldsV1);
        JsonNode left = tree(values);
        Set<String> managers = new TreeSet<>(yieldsTo);
        Set<String> pointers = new TreeSet<>(without);
        for (IgnoreRule rule : rules) {
            managers.addAll(rule.managers());
            pointers.addAll(rule.fields());
            rule.pointers().forEach(pointer -> {
                if (fields instanceof ObjectNode object) {
                    pointer.removeFromFields(object);
                }
                pointer.removeFrom(left);
            });
        }
        return new Baseline(
                text(fields),
                text(left),
                List.copyOf(managers),
                List.copyOf(pointers),
                confidential,
                conflicts,
                ordered);
    }

    /** Returns true if a field is left to others that none of these rules covers. */
    boolean leavesMoreThan(List<IgnoreRule> rules) {
        return yieldsTo.stream().anyMatch(manager -> rules.stream()
                        .noneMatch(rule -> rule.managers().contains(manager)))
                || without.stream().anyMatch(pointer -> rules.stream()
                        .noneMatch(rule -> rule.fields().contains(pointer)));
    }

    /** Returns the hash of the rendered object, as written on the object; empty if there is none. */
    @JsonIgnore
    public Optional<String> applied() {
        JsonNode applied = tree(values).path("metadata").path("annotations").path(Marks.APPLIED);
        return applied.isTextual() ? Optional.of(applied.asText()) : Optional.empty();
    }
}
