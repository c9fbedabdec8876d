package dev.millrace.sync.trigger;

import dev.millrace.cluster.Marks;
import dev.millrace.cluster.application.Application;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.messaging.queue.Backoff;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.lead.Leadership;
import dev.millrace.sync.lead.Mandate;
import dev.millrace.sync.lead.Overrun;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Requests of a former leader to recheck objects. A change that was under way when an agent lost leadership may still reach the API server, however
 * late, since requests carry no fencing token. So the agent sets an annotation by which the leader rechecks the objects of those applications; the
 * leader removes it afterwards.
 */
public final class Rechecks implements Mandate, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Rechecks.class);

    private final KubernetesClient client;
    private final Applications applications;
    private final Leadership leadership;
    private final String identity;
    private final Clock clock;

    /** The objects to be rechecked, by the Application's uid. */
    private final Map<String, Set<ObjectRef>> overran = new ConcurrentHashMap<>();

    private final ExecutorService asking = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("rechecks").factory());

    public Rechecks(
            KubernetesClient client, Applications applications, Leadership leadership, String identity, Clock clock) {
        this.client = client;
        this.applications = applications;
        this.leadership = leadership;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public boolean isHeld() {
        return leadership.isHeld();
    }

    @Override
    public void overran(String application, ObjectRef object) {
        LOG.warnf("changed after this agent may have lost leadership, will be rechecked: object=%s", object);
        overran.compute(application, (uid, before) -> {
            Set<ObjectRef> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            all.add(object);
            return all;
        });
        if (!asking.isShutdown()) {
            asking.execute(() -> ask(application));
        }
    }

    private void ask(String uid) {
        for (int failures = 1; !asking.isShutdown(); failures++) {
            Optional<Application> application = applications.byUid(uid);
            Set<ObjectRef> objects = Optional.ofNullable(overran.remove(uid)).orElse(Set.of());
            if (application.isEmpty() || objects.isEmpty() || isAsked(application.get(), objects)) {
                return;
            }
            overran.merge(uid, objects, Rechecks::both);
            LockSupport.parkNanos(Backoff.DEFAULT.after(failures).toNanos());
        }
    }

    private static Set<ObjectRef> both(Set<ObjectRef> some, Set<ObjectRef> more) {
        some.addAll(more);
        return some;
    }

    /** Writes the request, joined with one that is already there; returns true if no retry is needed. */
    private boolean isAsked(Application application, Set<ObjectRef> objects) {
        List<ObjectRef> before =
                asked(application).map(text -> Overrun.parse(text).objects()).orElse(List.of());
        Overrun overrun = new Overrun(clock.instant() + " by " + identity, before).and(objects);
        try {
            write(application, Optional.of(overrun.toString()), "");
            return true;
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
        }
    }

    /** Removes the annotation if the recheck that it requests is done; if it has changed meanwhile, it stays for the next pass. */
    void answered(Application application, ReconcileResult result) {
        if (!result.rechecked() || asked(application).isEmpty()) {
            return;
        }
        try {
            write(application, Optional.empty(), application.getMetadata().getResourceVersion());
        } catch (KubernetesClientException e) {
            LOG.debugf("annotation not removed, will be retried: error=HTTP status %d", e.getCode());
        }
    }

    private static Optional<String> asked(Application application) {
        return Optional.ofNullable(application.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Marks.RECHECK));
    }

    /** @param version the resourceVersion that is replaced; empty for any */
    private void write(Application application, Optional<String> annotation, String version) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("annotations", Collections.singletonMap(Marks.RECHECK, annotation.orElse(null)));
        if (!version.isEmpty()) {
            metadata.put("resourceVersion", version);
        }
        client.resources(Application.class)
                .inNamespace(application.getMetadata().getNamespace())
                .withName(application.getMetadata().getName())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization().asJson(Map.of("metadata", metadata)));
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
