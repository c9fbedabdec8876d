package dev.millrace.sync.render.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.cluster.application.render.LookupScope;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.KindUnavailable;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.Notice;
import dev.millrace.sync.manifest.Origin;
import dev.millrace.sync.manifest.guard.Hooks;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.render.helm.chart.ChartUnavailable;
import dev.millrace.sync.render.helm.chart.Charts;
import dev.millrace.sync.render.worker.Answer;
import dev.millrace.sync.render.worker.WorkerPool;
import dev.millrace.sync.source.SourceTree;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Renders charts in resident {@code helm-worker} processes, which see only the request and the files that they request. */
public final class Helm implements AutoCloseable {
    private static final String RANDOM =
            "its template generates a random value, which differs each time the chart is rendered; set spec.helm.lookup to own if"
                    + " the chart keeps the value by lookup, give the value by spec.helm.valuesFrom, or ignore the field with"
                    + " spec.ignore";

    private final WorkerPool workers;
    private final Charts charts;
    private final ClusterVersions cluster;

    public Helm(WorkerPool workers, Charts charts, ClusterVersions cluster) {
        this.workers = workers;
        this.charts = charts;
        this.cluster = cluster;
    }

    /**
     * Renders a chart.
     *
     * @param scalars is applied to the text that the chart renders
     * @throws java.io.UncheckedIOException if the tree or the cluster can't be read at the moment
     */
    public HelmOutcome render(SourceTree tree, HelmRequest request, Scalars scalars) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        ChartSpec elsewhere = request.spec().chart();
        String place = elsewhere == null ? request.directory() : elsewhere.name();
        try {
            if (elsewhere == null) {
                message.put("path", request.directory());
            } else {
                message.put(
                        "archive",
                        charts.of(request.identity(), request.application().namespace(), elsewhere));
            }
            ArrayNode values = message.putArray("values");
            ChartValues.of(request, tree).forEach(values::add);
        } catch (ChartUnavailable e) {
            return new HelmOutcome.Impossible("spec.helm.chart", e.reason(), e.isTransient());
        } catch (ChartValues.Missing e) {
            return new HelmOutcome.Impossible(e.file(), e.reason(), false);
        }
        message.put("release", request.release())
                .put("namespace", request.namespace())
                .put("crds", request.spec().crds())
                .put("lookup", request.spec().lookup() == LookupScope.OWN);
        cluster.addTo(message);
        ChartFiles files = new ChartFiles(tree, request.directory());
        Answer answer = workers.render(
                message,
                question -> question.path("ask").asText().equals("lookup")
                        ? request.lookups().answer(question)
                        : files.answer(question));
        return files.refused()
                .<HelmOutcome>map(one -> new HelmOutcome.Impossible(one.path(), one.reason(), false))
                .or(() -> request.lookups().failure().map(failure -> lookupFailed(place, failure)))
                .orElseGet(() -> outcome(place, scalars, request, answer));
    }

    /**
     * Returns the reason why objects of one kind can't be read at the moment.
     *
     * @throws UncheckedIOException if the whole cluster is unavailable
     */
    private static HelmOutcome lookupFailed(String place, UncheckedIOException failure) {
        if (failure instanceof KindUnavailable kind) {
            return new HelmOutcome.Impossible(place, "helm: lookup: " + kind.reason(), true);
        }
        throw failure;
    }

    private static HelmOutcome outcome(String place, Scalars scalars, HelmRequest request, Answer answer) {
        return switch (answer) {
            case Answer.Message received ->
                new HelmOutcome.Objects(objects(place, scalars, request, received.message()));
            case Answer.Refused refused -> new HelmOutcome.Impossible(place, "helm: " + refused.reason(), false);
            case Answer.Ended ended -> new HelmOutcome.Impossible(place, "helm: " + ended.reason(), true);
        };
    }

    private static Manifests objects(String place, Scalars scalars, HelmRequest request, JsonNode message) {
        Manifests all = Manifests.NONE;
        for (JsonNode one : message.path("rendered")) {
            byte[] yaml = Base64.getDecoder().decode(one.path("yaml").asText());
            Manifests read = ManifestReader.readRendered(madeFrom(place, one), yaml, scalars);
            all = all.and(one.path("random").asBoolean() ? read.and(random(request, read.objects())) : read);
        }
        return all.and(hooks(place, message.path("hooks")));
    }

    /** Notices of random values, except in objects that an ignore rule of the Application covers. */
    private static Manifests random(HelmRequest request, List<Manifest> objects) {
        return new Manifests(
                List.of(),
                List.of(),
                objects.stream()
                        .filter(one -> !request.ignores(one.ref()))
                        .map(one -> new Notice(one.origin(), Optional.empty(), label(one.ref()) + RANDOM))
                        .toList());
    }

    private static String label(ObjectRef ref) {
        return ref.kind() + " " + ref.name() + ": ";
    }

    /** The notice names no object: an object of the same name may be a regular one of the chart. */
    private static Manifests hooks(String place, JsonNode hooks) {
        List<Notice> notices = new ArrayList<>();
        for (JsonNode hook : hooks) {
            notices.add(new Notice(
                    new Origin(madeFrom(place, hook), 0),
                    Optional.empty(),
                    Hooks.left(
                            hook.path("kind").asText(),
                            hook.path("name").asText(),
                            hook.path("events").asText())));
        }
        return new Manifests(List.of(), List.of(), notices);
    }

    /** Helm names templates after their chart: {@code shop/templates/a.yaml}. */
    private static String madeFrom(String place, JsonNode rendered) {
        String file = rendered.path("file").asText();
        return SourceTree.within(place, file.substring(file.indexOf('/') + 1));
    }

    /** Returns true if the executable exists. */
    public boolean available() {
        return workers.available();
    }

    @Override
    public void close() {
        workers.close();
    }
}
