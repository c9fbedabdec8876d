package dev.millrace.sync.render.helm;

import dev.millrace.sync.manifest.Manifests;

/** The result of rendering a chart. */
public sealed interface HelmOutcome {

    record Objects(Manifests manifests) implements HelmOutcome {}

    /**
     * No objects, for one reason.
     *
     * @param file the chart's folder, a values file, or the field of the spec
     * @param isTransient true if another try may succeed
     */
    record Impossible(String file, String reason, boolean isTransient) implements HelmOutcome {}
}
