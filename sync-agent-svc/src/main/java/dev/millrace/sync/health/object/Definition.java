package dev.millrace.sync.health.object;

import dev.millrace.sync.manifest.Content;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts of a CustomResourceDefinition that health depends on (Kubernetes API, apiextensions.k8s.io/v1 and v1beta1). */
public final class Definition {
    private Definition() {}

    /**
     * Returns true if the definition declares a status for the version: in its schema, or as a subresource.
     *
     * @param definition the definition as JSON values
     * @param version the version of the object, without its group
     */
    public static boolean declaresStatus(@Nullable Object definition, String version) {
        Object spec = Content.at(definition, "spec");
        if (hasStatus(Content.at(spec, "validation"), Content.at(spec, "subresources"))) {
            return true;
        }
        return Content.at(spec, "versions") instanceof List<?> versions
                && versions.stream()
                        .filter(Map.class::isInstance)
                        .filter(of -> version.equals(Content.at(of, "name")))
                        .anyMatch(of -> hasStatus(Content.at(of, "schema"), Content.at(of, "subresources")));
    }

    private static boolean hasStatus(@Nullable Object schema, @Nullable Object subresources) {
        return Content.at(schema, "openAPIV3Schema", "properties", "status") != null
                || Content.at(subresources, "status") != null;
    }
}
