package dev.millrace.sync.wiring;

import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.render.KustomizeWorkers;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.render.helm.ClusterVersions;
import dev.millrace.sync.render.helm.Helm;
import dev.millrace.sync.render.helm.chart.Charts;
import dev.millrace.sync.render.input.References;
import dev.millrace.sync.render.plain.Bounds;
import dev.millrace.sync.render.plain.PlainFiles;
import dev.millrace.sync.render.worker.WorkerPool;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.trigger.WorkQueue;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Assembles the parts of rendering. */
public final class RenderWiring {
    private static final int PART_OF_HEAP_FOR_RENDERINGS = 16;
    private static final Clock CLOCK = Clock.systemUTC();

    @Produces
    @Singleton
    KustomizeWorkers kustomizeWorkers(SyncConfig config) {
        return new KustomizeWorkers(config.kustomizeWorker(), config.kustomizeWorkers(), config.renderTimeout());
    }

    void close(@Disposes KustomizeWorkers workers) {
        workers.close();
    }

    @Produces
    @Singleton
    Helm helm(SyncConfig config, KubernetesClient client) {
        return new Helm(
                new WorkerPool(config.helmWorker(), config.helmWorkers(), config.renderTimeout()),
                new Charts(client, config.workDirectory().resolve("charts")),
                new ClusterVersions(client, CLOCK));
    }

    void close(@Disposes Helm helm) {
        helm.close();
    }

    @Produces
    @Singleton
    Renderers renderers(
            SyncConfig config, KustomizeWorkers kustomize, Helm helm, KubernetesClient client, WorkQueue queue) {
        PlainFiles plain = new PlainFiles(
                Bounds.ofThisProcess(config.renderTimeout()),
                Runtime.getRuntime().maxMemory() / PART_OF_HEAP_FOR_RENDERINGS);
        return new Renderers(
                plain,
                kustomize,
                helm,
                new References(client, uid -> queue.ask(uid, Triggers.source(CLOCK.instant(), Trigger.APPLICATION))));
    }
}
