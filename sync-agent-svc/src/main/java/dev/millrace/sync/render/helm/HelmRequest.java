package dev.millrace.sync.render.helm;

import dev.millrace.cluster.application.render.HelmSpec;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.render.lookup.LookupAnswers;
import java.util.List;
import java.util.Optional;

/**
 * The chart to render, with its values.
 *
 * @param identity the identity that reads the Secret of the chart's repository
 * @param directory the folder in the tree; it is the chart if the spec names none
 * @param namespace the target namespace of the objects
 * @param ignore rules for fields that are not changed once an object exists
 * @param lookups answers the lookups of the chart's templates, if the spec allows them
 */
public record HelmRequest(
        ApplicationId application,
        Identity identity,
        String directory,
        String namespace,
        HelmSpec spec,
        List<IgnoreRule> ignore,
        Inputs inputs,
        LookupAnswers lookups) {

    /** Returns true if the Application leaves fields of the object to other managers. */
    boolean ignores(ObjectRef ref) {
        ObjectRef placed = ref.namespace().isPresent()
                ? ref
                : new ObjectRef(ref.apiVersion(), ref.kind(), Optional.of(namespace), ref.name());
        return ignore.stream().anyMatch(rule -> rule.concerns(placed));
    }

    String release() {
        return Optional.ofNullable(spec.release()).orElse(application.name());
    }
}
