package dev.millrace.sync.render.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.render.helm.chart.ChartUnavailable;
import dev.millrace.sync.render.helm.chart.Charts;
import dev.millrace.sync.render.worker.Answer;
import dev.millrace.sync.render.worker.WorkerPool;
import dev.millrace.sync.source.SourceTree;
import java.util.Base64;
import java.util.List;

/** Charts, rendered by resident {@code helm-worker} processes, which know what is sent along and the files that they ask for. */
public final class Helm implements AutoCloseable {
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
     * @param scalars is done to what the chart renders
     * @throws java.io.UncheckedIOException if the tree or the cluster can't be read now
     */
    public HelmOutcome render(SourceTree tree, HelmRequest request, Scalars scalars) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        ChartSpec elsewhere = request.spec().chart();
        String place = elsewhere == null ? request.directory() : elsewhere.name();
        try {
            if (elsewhere == null) {
                message.put("path", request.directory());
            } else {
                message.put("archive", charts.of(request.application().namespace(), elsewhere));
            }
            ArrayNode values = message.putArray("values");
            Values.of(request, tree).forEach(values::add);
        } catch (ChartUnavailable e) {
            return new HelmOutcome.Impossible("spec.helm.chart", e.reason(), e.mayPass());
        } catch (Values.Missing e) {
            return new HelmOutcome.Impossible(e.file(), e.reason(), false);
        }
        message.put("release", request.release())
                .put("namespace", request.namespace())
                .put("crds", request.spec().crds());
        cluster.tell(message);
        return outcome(place, scalars, workers.render(message, question -> answer(question, tree)));
    }

    private static HelmOutcome outcome(String place, Scalars scalars, Answer answer) {
        return switch (answer) {
            case Answer.Said said ->
                new HelmOutcome.Objects(objects(place, scalars, said.message().path("rendered")));
            case Answer.Refused refused -> new HelmOutcome.Impossible(place, "helm: " + refused.reason(), false);
            case Answer.Ended ended -> new HelmOutcome.Impossible(place, "helm: " + ended.reason(), true);
        };
    }

    private static Manifests objects(String place, Scalars scalars, JsonNode rendered) {
        Manifests all = Manifests.NONE;
        for (JsonNode one : rendered) {
            byte[] yaml = Base64.getDecoder().decode(one.path("yaml").asText());
            all = all.and(
                    ManifestReader.readRendered(madeFrom(place, one.path("file").asText()), yaml, scalars));
        }
        return all;
    }

    /** Helm names templates by their chart: {@code shop/templates/a.yaml}. */
    private static String madeFrom(String place, String file) {
        return SourceTree.within(place, file.substring(file.indexOf('/') + 1));
    }

    private static ObjectNode answer(ObjectNode question, SourceTree tree) {
        String path = question.path("path").asText();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (question.path("ask").asText().equals("file")) {
            tree.read(path).ifPresentOrElse(bytes -> answer.put("content", bytes), () -> answer.put("absent", true));
        } else {
            tree.list(path).ifPresentOrElse(children -> entries(answer, children), () -> answer.put("absent", true));
        }
        return answer;
    }

    private static void entries(ObjectNode answer, List<SourceTree.Child> children) {
        ArrayNode entries = answer.putArray("entries");
        children.forEach(child -> entries.addObject()
                .put("name", child.name())
                .put(
                        "kind",
                        switch (child.kind()) {
                            case FILE -> "file";
                            case DIRECTORY -> "dir";
                            case SYMLINK, SUBMODULE, ABSENT -> "link";
                        }));
    }

    /** Whether the executable is there. */
    public boolean available() {
        return workers.available();
    }

    @Override
    public void close() {
        workers.close();
    }
}
