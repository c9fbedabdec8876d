package dev.millrace.sync.render;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.render.RenderKind;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
import java.util.List;

/** Renders a directory the way its Application asks for. */
public final class Renderers {

    /** Part of each record: a record that another version rendered is not trusted to be what this one would render. */
    public static final String VERSION = "1";

    private static final List<String> KUSTOMIZATION_FILES =
            List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    private final KustomizeWorkers kustomize;

    public Renderers(KustomizeWorkers kustomize) {
        this.kustomize = kustomize;
    }

    /**
     * Renders a directory.
     *
     * @throws java.io.UncheckedIOException if the tree can't be read now
     */
    public Rendering render(SourceTree tree, String directory, ApplicationSpec spec) {
        ReadSet.Recorder recorder = new ReadSet.Recorder(tree);
        if (recorder.kind(directory) != SourceTree.Kind.DIRECTORY) {
            return new Rendering.Impossible(directory, "there is no such directory", recorder.readSet(), false);
        }
        return usesKustomize(recorder, directory, spec.render())
                ? kustomize.render(recorder, directory)
                : PlainFiles.render(recorder, directory);
    }

    private static boolean usesKustomize(SourceTree tree, String directory, RenderKind kind) {
        return switch (kind) {
            case PLAIN -> false;
            case KUSTOMIZE -> true;
            case HELM -> throw new IllegalArgumentException("spec.render: helm can't be rendered yet");
            case AUTO ->
                KUSTOMIZATION_FILES.stream()
                        .anyMatch(name -> tree.kind(SourceTree.within(directory, name)) == SourceTree.Kind.FILE);
        };
    }
}
