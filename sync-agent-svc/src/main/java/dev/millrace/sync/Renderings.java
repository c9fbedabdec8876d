package dev.millrace.sync;

import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.sync.health.ApplicationHealth;
import dev.millrace.sync.render.RenderRequest;
import dev.millrace.sync.render.Renderers;
import dev.millrace.sync.render.Rendering;
import dev.millrace.sync.render.input.Inputs;
import dev.millrace.sync.source.Newest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Renders commits for applications, and remembers which values no message about them may hold. */
final class Renderings {
    private final Renderers renderers;
    private final PlanBuilder plans;
    private final DeliveryMetrics metrics;

    /** The inputs of the newest rendering by this process, by the application's uid: they mask what it looked up and rendered too. */
    private final Map<String, Inputs> newest = new ConcurrentHashMap<>();

    Renderings(Renderers renderers, PlanBuilder plans, DeliveryMetrics metrics) {
        this.renderers = renderers;
        this.plans = plans;
        this.metrics = metrics;
    }

    Inputs inputs(Subject app) {
        return renderers.inputs(app.uid(), app.identity(), app.id().namespace(), app.spec());
    }

    Rendering render(Subject app, TrackedApplication tracked, Newest.At at, Inputs inputs) {
        Optional<Rendering> unusable = plans.unusable(app);
        if (unusable.isPresent()) {
            return unusable.get();
        }
        Rendering rendering = metrics.timed(
                "render",
                () -> renderers.render(
                        at.repository().tree(at.commit()),
                        new RenderRequest(
                                app.id(),
                                app.identity(),
                                app.source().path(),
                                app.spec(),
                                inputs,
                                plans.ownObjects(app, tracked),
                                app.policy())));
        if (rendering instanceof Rendering.Rendered objects) {
            newest.put(app.uid(), objects.inputs());
        }
        return rendering;
    }

    /** Returns the health without any value of a Secret: controllers quote fields in their messages. */
    ApplicationHealth masked(Subject app, ApplicationHealth health) {
        if (health.objects().isEmpty()) {
            return health;
        }
        Inputs known = newest.get(app.uid());
        return health.reworded(known == null ? inputs(app)::masked : known::masked);
    }

    /** The application is gone. */
    void forget(String uid) {
        renderers.forget(uid);
        newest.remove(uid);
    }

    void close() {
        renderers.close();
    }
}
