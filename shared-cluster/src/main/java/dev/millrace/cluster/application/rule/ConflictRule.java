package dev.millrace.cluster.application.rule;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.FieldPointer;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** The precedence where another manager has a field that the commit sets too. All given conditions must hold; an empty one matches everything. */
public record ConflictRule(
        @Required Policy rule,

        @JsonPropertyDescription("Field managers; a * at the end stands for anything.")
        List<String> managers,

        List<String> kinds,

        @JsonPropertyDescription(
                "JSON pointers; [key=value] picks list items, * stands for one name: /spec/containers/[name=main]/image.")
        List<String> fields) {

    /** The winner of a conflict. */
    public enum Policy {
        @JsonProperty("ours")
        OURS,
        @JsonProperty("theirs")
        THEIRS,
        /** None: the object is left as it is, and the attempt fails with the conflict. */
        @JsonProperty("stop")
        STOP
    }

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public ConflictRule {
        managers = managers == null ? List.of() : List.copyOf(managers);
        kinds = kinds == null ? List.of() : List.copyOf(kinds);
        fields = fields == null ? List.of() : List.copyOf(fields);
    }

    /** Returns the rules for objects of a kind; empty if other managers win in none of them. */
    public static List<ConflictRule> ofKind(List<ConflictRule> rules, String kind) {
        List<ConflictRule> some =
                rules.stream().filter(rule -> rule.concerns(kind)).toList();
        return some.stream().anyMatch(rule -> rule.rule() == Policy.THEIRS) ? some : List.of();
    }

    /** Returns true if the first of these rules that covers the field lets this manager win. */
    public static boolean areWonBy(String manager, FieldPath field, List<ConflictRule> rules) {
        return rules.stream()
                .filter(rule -> rule.decides(field, manager))
                .findFirst()
                .filter(rule -> rule.rule() == Policy.THEIRS)
                .isPresent();
    }

    /** Returns true if the rule covers any objects of a kind. */
    public boolean concerns(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    /** Returns true if the rule covers a field of such an object that a manager has. */
    public boolean decides(FieldPath field, String manager) {
        return (managers.isEmpty() || IgnoreRule.isOneOf(managers, manager))
                && (fields.isEmpty()
                        || fields.stream().map(FieldPointer::parse).anyMatch(pointer -> pointer.covers(field)));
    }
}
