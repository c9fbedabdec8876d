package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.application.reference.LocalReference;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A chart in a repository of charts, at one version. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChartSpec(
        @Required @Pattern("^(https?|oci)://.+$") @JsonPropertyDescription("URL of the repository: https:// or oci://.")
        String repository,

        @Required @JsonPropertyDescription("Name of the chart.")
        String name,

        @Required @JsonPropertyDescription("Its exact version.")
        String version,

        @JsonPropertyDescription(
                "Secret in the Application's namespace with keys username and password, and ca.crt if needed.")
        @Nullable
        LocalReference secretRef) {}
