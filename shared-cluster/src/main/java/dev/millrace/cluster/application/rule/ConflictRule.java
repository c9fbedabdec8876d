package dev.millrace.cluster.application.rule;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.FieldPointer;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** Who wins where another manager has a field that the commit says too. All that is given must hold; what is empty fits all. */
public record ConflictRule(
        @Required Policy rule,

        @JsonPropertyDescription("Field managers; a * at the end stands for anything.")
        List<String> managers,

        List<String> kinds,

        @JsonPropertyDescription(
                "JSON pointers; [key=value] picks list items, * stands for one name: /spec/containers/[name=main]/image.")
        List<String> fields) {

    /** Who wins. */
    public enum Policy {
        @JsonProperty("ours")
        OURS,
        @JsonProperty("theirs")
        THEIRS,
        /** Nobody: the object is left as it is, and the attempt fails saying so. */
        @JsonProperty("stop")
        STOP
    }

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public ConflictRule {
        managers = managers == null ? List.of() : List.copyOf(managers);
        kinds = kinds == null ? List.of() : List.copyOf(kinds);
        fields = fields == null ? List.of() : List.copyOf(fields);
    }

    /** Whether the rule is about objects of a kind at all. */
    public boolean concerns(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    /** Whether it is about a field of an object of such a kind that a manager has. */
    public boolean decides(FieldPath field, String manager) {
        return (managers.isEmpty() || IgnoreRule.isOneOf(managers, manager))
                && (fields.isEmpty()
                        || fields.stream().map(FieldPointer::parse).anyMatch(pointer -> pointer.covers(field)));
    }
}
