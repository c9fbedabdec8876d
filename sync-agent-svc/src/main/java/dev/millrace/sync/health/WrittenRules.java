package dev.millrace.sync.health;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The rules in effect: those in ConfigMaps of the agent's namespace with the label {@code millrace.dev/health-rules}, and Millrace's own for all
 * other kinds. Rules that can't be parsed are left out, and the log states the error.
 */
public final class WrittenRules implements Supplier<KindRules>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WrittenRules.class);
    private static final String LABEL = "millrace.dev/health-rules";

    private final Runnable changed;
    private final Map<String, KindRules> written = new TreeMap<>(Comparator.naturalOrder());
    private final SharedIndexInformer<ConfigMap> informer;
    private volatile KindRules all = KindRules.shipped();

    /** @param changed called when the rules in effect have changed */
    public WrittenRules(KubernetesClient client, String namespace, Runnable changed) {
        this.changed = changed;
        this.informer =
                client.configMaps().inNamespace(namespace).withLabel(LABEL).runnableInformer(0);
        informer.addEventHandler(new Handler());
        informer.exceptionHandler((started, failure) -> true);
    }

    public void start() {
        informer.start();
    }

    @Override
    public KindRules get() {
        return all;
    }

    private synchronized void take(ConfigMap map) {
        KindRules rules = KindRules.NONE;
        String name = map.getMetadata().getName();
        if (map.getData() != null) {
            for (Map.Entry<String, String> entry : new TreeMap<>(map.getData()).entrySet()) {
                try {
                    rules = rules.orElse(KindRules.parse(entry.getValue()));
                } catch (IllegalArgumentException e) {
                    LOG.warnf(
                            "health rules can't be parsed and are left out: configmap=%s entry=%s error=%s",
                            name, entry.getKey(), e.getMessage());
                }
            }
        }
        written.put(name, rules);
        combine();
    }

    private synchronized void drop(String name) {
        written.remove(name);
        combine();
    }

    private void combine() {
        KindRules next = KindRules.NONE;
        for (KindRules one : written.values()) {
            next = next.orElse(one);
        }
        all = next.orElse(KindRules.shipped());
        changed.run();
    }

    @Override
    public void close() {
        informer.stop();
    }

    private final class Handler implements ResourceEventHandler<ConfigMap> {
        @Override
        public void onAdd(ConfigMap map) {
            take(map);
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap after) {
            take(after);
        }

        @Override
        public void onDelete(ConfigMap map, boolean finalStateUnknown) {
            drop(map.getMetadata().getName());
        }
    }
}
