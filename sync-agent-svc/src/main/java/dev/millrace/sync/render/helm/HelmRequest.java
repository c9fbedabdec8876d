package dev.millrace.sync.render.helm;

import dev.millrace.cluster.application.render.HelmSpec;
import dev.millrace.cluster.application.rule.IgnoreRule;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.render.input.Inputs;
import java.util.List;
import java.util.Optional;

/**
 * Which chart is rendered, and with what.
 *
 * @param directory of the tree; the chart, if the spec names none
 * @param namespace where the objects go
 * @param ignore fields that are left alone once an object is there
 */
public record HelmRequest(
        ApplicationId application,
        String directory,
        String namespace,
        HelmSpec spec,
        List<IgnoreRule> ignore,
        Inputs inputs) {

    /** The Application leaves fields of the object to others. */
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
