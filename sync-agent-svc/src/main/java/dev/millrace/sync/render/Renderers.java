package dev.millrace.sync.render;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.render.RenderKind;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.render.input.References;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
import java.util.List;
import java.util.Optional;

/** Renders a directory the way its Application asks for. */
public final class Renderers implements AutoCloseable {

    /** Part of each record: a record that another version rendered is not trusted to be what this one would render. */
    public static final String VERSION = "1";

    private static final List<String> KUSTOMIZATION_FILES =
            List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    private final KustomizeWorkers kustomize;
    private final References references;

    public Renderers(KustomizeWorkers kustomize, References references) {
        this.kustomize = kustomize;
        this.references = references;
    }

    /**
     * What the Application names besides its commit. A change of it is told from now on.
     *
     * @param uid the Application's
     * @throws java.io.UncheckedIOException if the API server is away
     */
    public Inputs inputs(String uid, String namespace, ApplicationSpec spec) {
        return references.of(uid, namespace, spec);
    }

    /** The Application is gone. */
    public void forget(String uid) {
        references.forget(uid);
    }

    /**
     * Renders a directory.
     *
     * @throws java.io.UncheckedIOException if the tree can't be read now
     */
    public Rendering render(SourceTree tree, RenderRequest request) {
        ReadSet.Recorder recorder = new ReadSet.Recorder(tree);
        Optional<Inputs.Trouble> trouble = request.inputs().trouble();
        if (trouble.isPresent()) {
            return new Rendering.Impossible(
                    "spec",
                    trouble.get().reason(),
                    recorder.readSet(),
                    trouble.get().mayPass());
        }
        String directory = request.directory();
        if (recorder.kind(directory) != SourceTree.Kind.DIRECTORY) {
            return new Rendering.Impossible(directory, "there is no such directory", recorder.readSet(), false);
        }
        return usesKustomize(recorder, directory, request.spec().render())
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

    /** What Applications name is no longer watched. */
    @Override
    public void close() {
        references.close();
    }
}
