package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What should be in the cluster, and how to bring it there. What is not given has its default. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApplicationSpec(
        @Required @JsonPropertyDescription("Where the manifests are.")
        SourceSpec source,

        @Default("auto")
        @JsonPropertyDescription(
                "How the folder is read: kustomize, plain YAML, or auto: kustomize if it has a kustomization.yaml.")
        RenderKind render,

        @Required @JsonPropertyDescription("Where the objects go.")
        DestinationSpec destination,

        @Default("true") @JsonPropertyDescription("Whether objects that are no longer in Git are deleted.")
        Boolean prune,

        @Default("false") @JsonPropertyDescription("Whether changes made by hand are undone.")
        Boolean heal,

        @Default("false") @JsonPropertyDescription("Whether nothing is to be done until further notice.")
        Boolean suspend,

        @Default("5m")
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("How long a rollout may take, such as 90s or 1h30m.")
        String healthTimeout,

        @Default("1m")
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("How often Git is asked when no event tells of a change.")
        String poll) {

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public ApplicationSpec {
        render = orElse(render, RenderKind.AUTO);
        prune = orElse(prune, true);
        heal = orElse(heal, false);
        suspend = orElse(suspend, false);
        healthTimeout = orElse(healthTimeout, "5m");
        poll = orElse(poll, "1m");
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /** {@link #healthTimeout()} as a duration. */
    public Duration mostForHealth() {
        return Durations.parse(healthTimeout);
    }

    /** {@link #poll()} as a duration. */
    public Duration pollEvery() {
        return Durations.parse(poll);
    }
}
