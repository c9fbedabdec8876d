package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.List;

/**
 * The files of the folder that are manifests. Globs as in Git's ignore files: {@code *} within a name, {@code **} across folders.
 */
public record PlainSpec(
        @Default("true") @JsonPropertyDescription("Reads subdirectories too.")
        Boolean recursive,

        @JsonPropertyDescription(
                "Globs of the files to read, relative to the folder; all YAML and JSON files if empty.")
        List<String> include,

        @JsonPropertyDescription("Globs of the files to leave out, relative to the folder.")
        List<String> exclude) {
    public static final PlainSpec ALL = new PlainSpec(true, List.of(), List.of());

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public PlainSpec {
        recursive = recursive == null || recursive;
        include = include == null ? List.of() : List.copyOf(include);
        exclude = exclude == null ? List.of() : List.copyOf(exclude);
    }
}
