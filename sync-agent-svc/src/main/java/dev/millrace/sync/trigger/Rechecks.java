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
 * What an agent had under way when it was deposed reaches the API server all the same, however late: requests carry no fence. So it asks the
 * agent that leads to look at those applications' objects again, by an annotation that the leader takes away when it has.
 */
public final class Rechecks implements Mandate, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Rechecks.class);

    private final KubernetesClient client;
    private final Applications applications;
    private final Leadership leadership;
    private final String identity;
    private final Clock clock;

    /** What is to be asked for, by the Application's uid. */
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
        LOG.warnf("was changed when this agent may have led no longer, will be looked at again: object=%s", object);
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
            LockSupport.parkNanos(Backoff.USUAL.after(failures).toNanos());
        }
    }

    private static Set<ObjectRef> both(Set<ObjectRef> some, Set<ObjectRef> more) {
        some.addAll(more);
        return some;
    }

    /** Together with what is asked already. */
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

    /** Takes the annotation away if what it asks for is done; if it says something else by now, that will be looked at. */
    void answered(Application application, ReconcileResult result) {
        if (!result.rechecked() || asked(application).isEmpty()) {
            return;
        }
        try {
            write(application, Optional.empty(), application.getMetadata().getResourceVersion());
        } catch (KubernetesClientException e) {
            LOG.debugf("the next look takes the annotation away: why=HTTP status %d", e.getCode());
        }
    }

    private static Optional<String> asked(Application application) {
        return Optional.ofNullable(application.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Marks.RECHECK));
    }

    /** @param version that is written over; empty for any */
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
