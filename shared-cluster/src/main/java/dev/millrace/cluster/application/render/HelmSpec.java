package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.application.reference.ValuesReference;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chart to render and its values: files first, then references, then inline; later ones override earlier ones. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HelmSpec(
        @JsonPropertyDescription("Chart from a repository of charts; absent if the folder is the chart.") @Nullable
        ChartSpec chart,

        @JsonPropertyDescription("Name of the release; the Application's name if absent.") @Nullable
        String release,

        @JsonPropertyDescription("Values files in the Git repository, relative to the folder.")
        List<String> valuesFiles,

        @JsonPropertyDescription("Values from ConfigMaps and Secrets in the Application's namespace.")
        List<ValuesReference> valuesFrom,

        @PreserveUnknownFields @JsonPropertyDescription("Values.") @Nullable
        Map<String, Object> values,

        @Default("true") @JsonPropertyDescription("Applies the chart's CustomResourceDefinitions (crds/).")
        Boolean crds,

        @Default("none")
        @JsonPropertyDescription(
                "Objects that the function lookup finds: none, or the live objects of this Application (own).")
        LookupScope lookup) {
    public static final HelmSpec DEFAULT = new HelmSpec(null, null, List.of(), List.of(), null, true, LookupScope.NONE);

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public HelmSpec {
        valuesFiles = valuesFiles == null ? List.of() : List.copyOf(valuesFiles);
        valuesFrom = valuesFrom == null ? List.of() : List.copyOf(valuesFrom);
        crds = crds == null || crds;
        lookup = lookup == null ? LookupScope.NONE : lookup;
    }
}
