package dev.millrace.sync.render.helm;

import dev.millrace.cluster.application.render.HelmSpec;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.render.input.Inputs;
import java.util.Optional;

/**
 * Which chart is rendered, and with what.
 *
 * @param directory of the tree; the chart, if the spec names none
 * @param namespace where the objects go
 */
public record HelmRequest(ApplicationId application, String directory, String namespace, HelmSpec spec, Inputs inputs) {

    String release() {
        return Optional.ofNullable(spec.release()).orElse(application.name());
    }
}
