package dev.millrace.cluster.fields;

import java.util.ArrayList;
import java.util.List;

/** The way to a field. It prints as {@code spec.template.spec.containers[name=web].image}. */
public record FieldPath(List<PathElement> elements) {
    public static final FieldPath ROOT = new FieldPath(List.of());

    public FieldPath {
        elements = List.copyOf(elements);
    }

    /** The way through structures only. */
    public static FieldPath of(String... names) {
        FieldPath path = ROOT;
        for (String name : names) {
            path = path.then(new PathElement.Field(name));
        }
        return path;
    }

    /** One step further. */
    public FieldPath then(PathElement element) {
        List<PathElement> longer = new ArrayList<>(elements);
        longer.add(element);
        return new FieldPath(longer);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        elements.forEach(element -> text.append(element.shown()));
        return text.indexOf(".") == 0 ? text.substring(1) : text.toString();
    }
}
