package dev.millrace.sync.health.watch;

import dev.millrace.sync.health.exact.KindRules;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The rules in effect: those in ConfigMaps of the agent's namespace with the label {@code millrace.dev/health-rules}, and Millrace's own for all
 * other kinds. Rules that can't be parsed are left out; an annotation of the ConfigMap, an event and the log state the error.
 */
public final class WrittenRules implements Supplier<KindRules>, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WrittenRules.class);
    private static final String LABEL = "millrace.dev/health-rules";

    /** A mistake quotes what was written, which may be as large as a ConfigMap. */
    private static final int MAX_CHARACTERS = 1000;

    private final Runnable changed;
    private final RuleReports reports;
    private final Map<String, KindRules> written = new TreeMap<>(Comparator.naturalOrder());
    private final SharedIndexInformer<ConfigMap> informer;

    /** The rules in effect; null until they are asked for after a change. */
    private volatile @Nullable KindRules all;

    /** @param changed called when the rules in effect have changed */
    public WrittenRules(KubernetesClient client, String namespace, Runnable changed) {
        this.changed = changed;
        this.reports = new RuleReports(client);
        this.informer =
                client.configMaps().inNamespace(namespace).withLabel(LABEL).runnableInformer(0);
        informer.addEventHandler(new Handler());
        informer.exceptionHandler((started, failure) -> true);
    }

    public void start() {
        informer.start();
        Thread.ofVirtual()
                .name("health-rules")
                .start(this::get); // reading them takes a moment, which no start waits for
    }

    @Override
    public KindRules get() {
        KindRules current = all;
        return current == null ? combined() : current;
    }

    private synchronized KindRules combined() {
        KindRules own = KindRules.NONE;
        for (KindRules one : written.values()) {
            own = own.orElse(one);
        }
        KindRules combined = own.orElse(KindRules.shipped());
        all = combined;
        return combined;
    }

    private synchronized void take(ConfigMap map) {
        KindRules rules = KindRules.NONE;
        String name = map.getMetadata().getName();
        List<String> mistakes = new ArrayList<>();
        if (map.getData() != null) {
            for (Map.Entry<String, String> entry : new TreeMap<>(map.getData()).entrySet()) {
                try {
                    rules = rules.orElse(KindRules.parse("ConfigMap " + name + " " + entry.getKey(), entry.getValue()));
                } catch (IllegalArgumentException e) {
                    mistakes.add(entry.getKey() + ": " + line(e));
                    LOG.warnf(
                            "health rules can't be parsed and are left out: configmap=%s entry=%s error=%s",
                            name, entry.getKey(), line(e));
                }
            }
        }
        reports.report(map, rules.size(), mistakes);
        written.put(name, rules);
        combine();
    }

    private static String line(IllegalArgumentException mistake) {
        String message = String.valueOf(mistake.getMessage());
        String some = message.length() > MAX_CHARACTERS ? message.substring(0, MAX_CHARACTERS) + "…" : message;
        return some.replaceAll("\\s+", " ");
    }

    private synchronized void drop(String name) {
        written.remove(name);
        combine();
    }

    private void combine() {
        all = null;
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
