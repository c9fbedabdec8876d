package dev.millrace.cluster.application.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.fields.FieldPointer;
import dev.millrace.events.value.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields that are not ours to set once the object exists, and that are no drift. Objects: all given conditions must hold. Fields: those of
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

    /** Returns true if the rule covers an object. */
    public boolean concerns(ObjectRef ref) {
        return fits(group, ref.group())
                && fits(kind, ref.kind())
                && fits(namespace, ref.namespace().orElse(""))
                && fits(name, ref.name());
    }

    private static boolean fits(@Nullable String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    /** Returns {@link #fields()}, parsed. */
    public List<FieldPointer> pointers() {
        return fields.stream().map(FieldPointer::parse).toList();
    }

    /** @param patterns names of managers; a {@code *} at the end matches any rest */
    public static boolean isOneOf(List<String> patterns, String manager) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? manager.startsWith(pattern.substring(0, pattern.length() - 1))
                        : manager.equals(pattern));
    }
}
