package dev.millrace.sync.render;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.render.RenderKind;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Notice;
import dev.millrace.sync.manifest.Unreadable;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.render.helm.Helm;
import dev.millrace.sync.render.helm.HelmOutcome;
import dev.millrace.sync.render.helm.HelmRequest;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.render.input.References;
import dev.millrace.sync.render.lookup.LookupAnswers;
import dev.millrace.sync.render.plain.PlainFiles;
import dev.millrace.sync.render.transform.Substitution;
import dev.millrace.sync.render.transform.Transforms;
import dev.millrace.sync.source.ReadSet;
import dev.millrace.sync.source.SourceTree;
import java.util.List;
import java.util.Optional;

/** Renders a directory with the engine that its Application selects. */
public final class Renderers implements AutoCloseable {

    /** Part of each record: the result of another version is not assumed to equal the result of this one. */
    public static final String VERSION = "2";

    /** The share of the heap that earlier results of kustomizations may take. */
    private static final int PART_OF_HEAP = 32;

    private static final List<String> KUSTOMIZATION_FILES =
            List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    private final Kustomizations kustomizations =
            new Kustomizations(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    private final PlainFiles plain;
    private final KustomizeWorkers kustomize;
    private final Helm helm;
    private final References references;

    public Renderers(PlainFiles plain, KustomizeWorkers kustomize, Helm helm, References references) {
        this.plain = plain;
        this.kustomize = kustomize;
        this.helm = helm;
        this.references = references;
    }

    /**
     * Returns the inputs that the Application names besides its commit. Their changes are reported from now on.
     *
     * @param uid the Application's
     * @param reader the identity that reads them
     * @throws java.io.UncheckedIOException if the API server is unavailable
     */
    public Inputs inputs(String uid, Identity reader, String namespace, ApplicationSpec spec) {
        return references.of(uid, reader, namespace, spec);
    }

    /** Drops the state of a deleted Application. */
    public void forget(String uid) {
        references.forget(uid);
    }

    /**
     * Renders a directory and applies the Application's transforms. No reason holds a value of a Secret that the Application names.
     *
     * @throws java.io.UncheckedIOException if the tree can't be read at the moment
     */
    public Rendering render(SourceTree tree, RenderRequest request) {
        ReadSet.Recorder recorder = new ReadSet.Recorder(tree);
        Optional<Inputs.Problem> problem = request.inputs().problem();
        if (problem.isPresent()) {
            return new Rendering.Impossible(
                    "spec",
                    problem.get().reason(),
                    recorder.readSet(),
                    problem.get().isTransient());
        }
        LookupAnswers lookups = LookupAnswers.of(request.spec().helm().lookup(), request.ownObjects());
        Scalars scalars = Substitution.of(request.spec().transform().substitute(), request.inputs());
        try {
            Transforms transforms = Transforms.of(request.spec(), scalars);
            Rendering rendering = read(recorder, request, scalars, lookups);
            return transformed(rendering, request.inputs().hiding(lookups.secrets()), transforms);
        } catch (Transforms.Unfit e) {
            Inputs inputs = request.inputs().hiding(lookups.secrets());
            return new Rendering.Impossible(e.where(), inputs.masked(e.reason()), recorder.readSet(), false);
        }
    }

    private Rendering read(ReadSet.Recorder recorder, RenderRequest request, Scalars scalars, LookupAnswers lookups) {
        String directory = request.directory();
        Optional<SourceTree.Obstacle> obstacle = recorder.obstacle(directory);
        if (obstacle.isPresent()) {
            return new Rendering.Impossible(
                    obstacle.get().path(), obstacle.get().reason(), recorder.readSet(), false);
        }
        if (recorder.kind(directory) != SourceTree.Kind.DIRECTORY) {
            return new Rendering.Impossible(place(directory), "there is no such directory", recorder.readSet(), false);
        }
        RenderKind kind = kind(recorder, request);
        Optional<String> notAllowed = request.policy().renderer(kind);
        if (notAllowed.isPresent()) {
            return new Rendering.Impossible(place(directory), notAllowed.get(), recorder.readSet(), false);
        }
        return switch (kind) {
            case KUSTOMIZE -> kustomization(recorder, directory, scalars);
            case HELM -> chart(recorder, request, scalars, lookups);
            case PLAIN, AUTO -> plain(recorder, request, scalars);
        };
    }

    private static Rendering transformed(Rendering rendering, Inputs read, Transforms transforms) {
        return switch (rendering) {
            case Rendering.Rendered rendered -> {
                Manifests changed = transforms.apply(rendered.manifests()).withoutHooks();
                Inputs inputs = read.hidingRendered(changed.secretValues());
                List<Unreadable> unreadable = changed.unreadable().stream()
                        .map(one -> new Unreadable(one.origin(), inputs.masked(one.reason())))
                        .toList();
                List<Notice> notices = changed.notices().stream()
                        .map(one -> new Notice(one.origin(), one.object(), inputs.masked(one.message())))
                        .toList();
                yield new Rendering.Rendered(
                        new Manifests(changed.objects(), unreadable, notices), rendered.readSet(), inputs);
            }
            case Rendering.Impossible impossible ->
                new Rendering.Impossible(
                        impossible.file(),
                        read.masked(impossible.reason()),
                        impossible.readSet(),
                        impossible.isTransient());
        };
    }

    /** Returns the name of a directory in messages. */
    static String place(String directory) {
        return directory.isEmpty() ? "the repository" : directory;
    }

    /** The kind that the spec names, or else the one that the directory's content suggests. */
    private static RenderKind kind(SourceTree tree, RenderRequest request) {
        if (request.spec().render() != RenderKind.AUTO) {
            return request.spec().render();
        }
        if (request.spec().helm().chart() != null) {
            return RenderKind.HELM;
        }
        if (KUSTOMIZATION_FILES.stream().anyMatch(name -> has(tree, request, name))) {
            return RenderKind.KUSTOMIZE;
        }
        return has(tree, request, "Chart.yaml") ? RenderKind.HELM : RenderKind.PLAIN;
    }

    /** A link counts too and is refused later. Without it, the folder would be read as plain files, which would change its meaning. */
    private static boolean has(SourceTree tree, RenderRequest request, String name) {
        return switch (tree.kind(SourceTree.within(request.directory(), name))) {
            case FILE, SYMLINK -> true;
            case DIRECTORY, SUBMODULE, ABSENT -> false;
        };
    }

    private Rendering kustomization(ReadSet.Recorder tree, String directory, Scalars scalars) {
        Optional<Rendering.Rendered> before = kustomizations.of(tree.unrecorded(), directory, scalars);
        if (before.isPresent()) {
            tree.note(before.get().readSet().entries());
            return new Rendering.Rendered(before.get().manifests(), tree.readSet());
        }
        Rendering now = kustomize.render(tree, directory, scalars);
        if (now instanceof Rendering.Rendered rendered) {
            kustomizations.keep(directory, scalars, rendered);
        }
        return now;
    }

    private Rendering plain(ReadSet.Recorder tree, RenderRequest request, Scalars scalars) {
        String directory = request.directory();
        return switch (plain.read(tree, directory, request.spec().plain(), scalars)) {
            case PlainFiles.Outcome.Read read -> new Rendering.Rendered(read.manifests(), tree.readSet());
            case PlainFiles.Outcome.TooMuch much ->
                new Rendering.Impossible(place(directory), much.reason(), tree.readSet(), much.isTransient());
        };
    }

    /** A chart is rendered each time: what it looks up may have changed. */
    private Rendering chart(ReadSet.Recorder tree, RenderRequest request, Scalars scalars, LookupAnswers lookups) {
        HelmRequest chart = new HelmRequest(
                request.application(),
                request.identity(),
                request.directory(),
                request.spec().destination().namespace(),
                request.spec().helm(),
                request.spec().ignore(),
                request.inputs(),
                lookups);
        return switch (helm.render(tree, chart, scalars)) {
            case HelmOutcome.Objects objects -> new Rendering.Rendered(objects.manifests(), tree.readSet());
            case HelmOutcome.Impossible impossible ->
                new Rendering.Impossible(
                        impossible.file(), impossible.reason(), tree.readSet(), impossible.isTransient());
        };
    }

    /** Stops watching the inputs of all Applications. */
    @Override
    public void close() {
        references.close();
    }
}
