package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.application.heal.HealRule;
import dev.millrace.cluster.application.render.HelmSpec;
import dev.millrace.cluster.application.render.PlainSpec;
import dev.millrace.cluster.application.render.RenderKind;
import dev.millrace.cluster.application.render.TransformSpec;
import dev.millrace.cluster.application.rule.ConflictRule;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.cluster.fields.FieldPointer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The desired state of an Application and how to apply it. Absent fields have their defaults. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApplicationSpec(
        @Required @JsonPropertyDescription("The location of the manifests.")
        SourceSpec source,

        @Default("auto")
        @JsonPropertyDescription(
                "The renderer: kustomize, helm, plain YAML, or auto: kustomize if it has a kustomization.yaml, helm if it has a Chart.yaml or a chart is given.")
        RenderKind render,

        @JsonPropertyDescription("Selects the manifest files of the plain renderer.")
        PlainSpec plain,

        @JsonPropertyDescription("The chart to render, and its values.")
        HelmSpec helm,

        @JsonPropertyDescription("Changes to the rendered objects, for every renderer.")
        TransformSpec transform,

        @Required @JsonPropertyDescription("The namespace of the objects.")
        DestinationSpec destination,

        @Default("true") @JsonPropertyDescription("Deletes objects that are no longer in Git.")
        Boolean prune,

        @Default("after")
        @JsonPropertyDescription("Prunes after the new objects are healthy, or before they are applied.")
        PruneOrder pruneOrder,

        @Default("orphan")
        @JsonPropertyDescription(
                "The objects of a deleted Application stay (orphan), are deleted too (prune), or block the deletion (refuse).")
        DeletionPolicy deletion,

        @Default("false") @JsonPropertyDescription("Reverts drift, such as manual changes.")
        Boolean heal,

        @JsonPropertyDescription(
                "The restoration of objects of some kinds: the first matching rule decides, otherwise heal.")
        List<HealRule> healRules,

        @Default("false")
        @JsonPropertyDescription("Suspends the Application: nothing is changed until this is false again.")
        Boolean suspend,

        @Default("false") @JsonPropertyDescription("Publishes what a sync would change, and changes nothing.")
        Boolean observe,

        @JsonPropertyDescription("Applications that must be healthy before this one is applied.")
        List<Dependency> dependsOn,

        @Default("5m")
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("The maximum duration of a rollout, such as 90s or 1h30m.")
        String healthTimeout,

        @Default("1m")
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("The interval at which Git is polled, in case an event is lost.")
        String poll,

        @Default("1h")
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("The interval at which all objects are applied again, even if nothing changed.")
        String reapply,

        @Default("report")
        @JsonPropertyDescription("The action for a changed field that is immutable: report it, or replace the object.")
        ImmutablePolicy immutable,

        @JsonPropertyDescription(
                "The winner for fields that other managers have set too: the first matching rule, otherwise Git.")
        List<ConflictRule> conflicts,

        @JsonPropertyDescription("Fields that others may set: neither applied once the object is there, nor drift.")
        List<IgnoreRule> ignore,

        @JsonPropertyDescription(
                "JSON pointers to confidential fields, in any object: no record, event or log has their values. [key=value] picks list items, * stands for one name.")
        List<String> confidentialFields,

        @Pattern("^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription(
                "The service account of the Application's own namespace as which everything is read and changed that the Application names.")
        @Nullable
        String serviceAccount) {

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
        healRules = healRules == null ? List.of() : List.copyOf(healRules);
        suspend = orElse(suspend, false);
        observe = orElse(observe, false);
        dependsOn = dependsOn == null ? List.of() : List.copyOf(dependsOn);
        healthTimeout = orElse(healthTimeout, "5m");
        poll = orElse(poll, "1m");
        reapply = orElse(reapply, "1h");
        immutable = orElse(immutable, ImmutablePolicy.REPORT);
        conflicts = conflicts == null ? List.of() : List.copyOf(conflicts);
        ignore = ignore == null ? List.of() : List.copyOf(ignore);
        confidentialFields = confidentialFields == null ? List.of() : List.copyOf(confidentialFields);
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
                null,
                null,
                null,
                null);
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /** Returns {@link #confidentialFields()}, parsed. */
    public List<FieldPointer> confidentialPointers() {
        return confidentialFields.stream().map(FieldPointer::parse).toList();
    }

    /** Returns true if any drifted object may be restored. */
    public boolean heals() {
        return heal || healRules.stream().anyMatch(HealRule::heal);
    }

    /**
     * Returns when a drifted object may be restored at the earliest, from now on; empty if it never may.
     *
     * @param since when its drift was found
     */
    public Optional<Instant> healAt(String kind, Instant since, Instant now) {
        Optional<HealRule> rule =
                healRules.stream().filter(one -> one.concerns(kind)).findFirst();
        return rule.isPresent()
                ? rule.get().at(since.plus(Durations.parse(rule.get().after())), now)
                : Optional.of(since).filter(at -> heal);
    }

    /** @throws IllegalArgumentException if a delay or a window of {@link #healRules()} can't be read */
    public void checkHealRules() {
        healRules.forEach(rule -> {
            try {
                Durations.parse(rule.after());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("spec.healRules[].after is " + e.getMessage(), e);
            }
            rule.check();
        });
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
