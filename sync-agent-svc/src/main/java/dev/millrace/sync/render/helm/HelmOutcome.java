package dev.millrace.sync.render.helm;

import dev.millrace.sync.manifest.Manifests;

/** What a chart came to. */
public sealed interface HelmOutcome {

    record Objects(Manifests manifests) implements HelmOutcome {}

    /**
     * Nothing, for one reason.
     *
     * @param file the chart's folder, a values file, or the field of the spec
     * @param mayPass whether another try may well succeed
     */
    record Impossible(String file, String reason, boolean mayPass) implements HelmOutcome {}
}
