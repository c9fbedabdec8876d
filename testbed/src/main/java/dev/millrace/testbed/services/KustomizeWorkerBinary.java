package dev.millrace.testbed.services;

import java.nio.file.Path;

/** The {@code kustomize-worker} that {@code dev/install-tools} built from the sources in this tree. */
public final class KustomizeWorkerBinary {
    private KustomizeWorkerBinary() {}

    /**
     * Returns its path.
     *
     * @throws dev.millrace.testbed.process.PartUnavailable if the sources are not built
     */
    public static Path path() {
        return WorkerBinary.path("kustomize-worker");
    }
}
