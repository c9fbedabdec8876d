package dev.millrace.cluster.application.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields that are not ours to set once the object is there, nor drift. Which objects: all that is given must hold. Which fields: those of
 * {@code fields}, and those that one of the {@code managers} owns.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IgnoreRule(
        @Nullable String group,
        @Nullable String kind,
        @Nullable String namespace,
        @Nullable String name,

        @JsonPropertyDescription(
                "JSON pointers; [key=value] picks list items, * stands for one name: /spec/containers/[name=main]/image.")
        List<String> fields,

        @JsonPropertyDescription("Field managers; a * at the end stands for anything.")
        List<String> managers) {
    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public IgnoreRule {
        fields = fields == null ? List.of() : List.copyOf(fields);
        managers = managers == null ? List.of() : List.copyOf(managers);
    }
}
