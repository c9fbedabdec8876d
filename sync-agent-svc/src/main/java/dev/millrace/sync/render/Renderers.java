package dev.millrace.sync.render;

import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
import java.util.List;

/** Renders a directory the way its Application asks for. */
public final class Renderers {

    /** How a directory is made into objects. */
    public enum Way {
        /** Kustomize if the directory has a kustomization file, plain otherwise. */
        AUTO,
        PLAIN,
        KUSTOMIZE
    }

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
    public Rendering render(SourceTree tree, String directory, Way way) {
        ReadSet.Recorder recorder = new ReadSet.Recorder(tree);
        if (recorder.kind(directory) != SourceTree.Kind.DIRECTORY) {
            return new Rendering.Impossible(directory, "there is no such directory", recorder.readSet(), false);
        }
        return usesKustomize(recorder, directory, way)
                ? kustomize.render(recorder, directory)
                : PlainFiles.render(recorder, directory);
    }

    private static boolean usesKustomize(SourceTree tree, String directory, Way way) {
        return switch (way) {
            case PLAIN -> false;
            case KUSTOMIZE -> true;
            case AUTO ->
                KUSTOMIZATION_FILES.stream()
                        .anyMatch(name -> tree.kind(SourceTree.within(directory, name)) == SourceTree.Kind.FILE);
        };
    }
}
