package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.application.render.HelmSpec;
import dev.millrace.cluster.application.render.PlainSpec;
import dev.millrace.cluster.application.render.RenderKind;
import dev.millrace.cluster.application.render.TransformSpec;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The desired state of an Application and how to apply it. Absent fields have their defaults. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApplicationSpec(
        @Required @JsonPropertyDescription("Where the manifests are.")
        SourceSpec source,

        @Default("auto")
        @JsonPropertyDescription(
                "How the folder is read: kustomize, helm, plain YAML, or auto: kustomize if it has a kustomization.yaml, helm if it has a Chart.yaml or a chart is given.")
        RenderKind render,

        @JsonPropertyDescription("Which files are manifests, where no tool renders them.")
        PlainSpec plain,

        @JsonPropertyDescription("Which chart is rendered, and with what values.")
        HelmSpec helm,

        @JsonPropertyDescription("What is done to the rendered objects, however they were rendered.")
        TransformSpec transform,

        @Required @JsonPropertyDescription("Where the objects go.")
        DestinationSpec destination,

        @Default("true") @JsonPropertyDescription("Whether objects that are no longer in Git are deleted.")
        Boolean prune,

        @Default("after") @JsonPropertyDescription("Whether they go after the new objects are healthy, or before.")
        PruneOrder pruneOrder,

        @Default("orphan")
        @JsonPropertyDescription(
                "What becomes of the objects when the Application is deleted: they stay (orphan), go too (prune), or the deletion waits (refuse).")
        DeletionPolicy deletion,

        @Default("false") @JsonPropertyDescription("Whether changes made by hand are undone.")
        Boolean heal,

        @Default("false") @JsonPropertyDescription("Whether nothing is to be done until further notice.")
        Boolean suspend,

        @Default("false") @JsonPropertyDescription("Whether it is only told what would be done.")
        Boolean observe,

        @JsonPropertyDescription("Applications that must be well before this one is applied.")
        List<Dependency> dependsOn,

        @Default("5m")
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("How long a rollout may take, such as 90s or 1h30m.")
        String healthTimeout,

        @Default("1m")
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("How often Git is asked when no event tells of a change.")
        String poll,

        @Default("1h")
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("How often all objects are applied again, changed or not.")
        String reapply,

        @Default("report")
        @JsonPropertyDescription(
                "What is done when a field was changed that can't be: report it, or replace the object.")
        ImmutablePolicy immutable,

        @JsonPropertyDescription("Who wins where others have set a field too; the first rule that fits, or else ours.")
        List<ConflictRule> conflicts,

        @JsonPropertyDescription("Fields that others may set: neither applied once the object is there, nor drift.")
        List<IgnoreRule> ignore) {

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public ApplicationSpec {
        render = orElse(render, RenderKind.AUTO);
        plain = orElse(plain, PlainSpec.ALL);
        helm = orElse(helm, HelmSpec.DEFAULT);
        transform = orElse(transform, TransformSpec.NONE);
        prune = orElse(prune, true);
        pruneOrder = orElse(pruneOrder, PruneOrder.AFTER);
        deletion = orElse(deletion, DeletionPolicy.ORPHAN);
        heal = orElse(heal, false);
        suspend = orElse(suspend, false);
        observe = orElse(observe, false);
        dependsOn = dependsOn == null ? List.of() : List.copyOf(dependsOn);
        healthTimeout = orElse(healthTimeout, "5m");
        poll = orElse(poll, "1m");
        reapply = orElse(reapply, "1h");
        immutable = orElse(immutable, ImmutablePolicy.REPORT);
        conflicts = conflicts == null ? List.of() : List.copyOf(conflicts);
        ignore = ignore == null ? List.of() : List.copyOf(ignore);
    }

    /** A spec with every default. */
    @SuppressWarnings("NullAway") // as Jackson passes null for what is absent
    public static ApplicationSpec of(SourceSpec source, DestinationSpec destination) {
        return new ApplicationSpec(
                source,
                null,
                null,
                null,
                null,
                destination,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /** Returns {@link #healthTimeout()} as a duration. */
    public Duration mostForHealth() {
        return Durations.parse(healthTimeout);
    }

    /** Returns {@link #poll()} as a duration. */
    public Duration pollEvery() {
        return Durations.parse(poll);
    }

    /** Returns {@link #reapply()} as a duration. */
    public Duration reapplyEvery() {
        return Durations.parse(reapply);
    }
}
