package dev.millrace.sync.health.watch;

import dev.millrace.sync.manifest.Content;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Reports to the author of written rules what became of them: in an annotation of the ConfigMap, which has no status, and mistakes in an event too. Best
 * effort; every replica reports the same.
 */
final class RuleReports {
    /** The annotation with the number of rules, or their mistakes. */
    static final String ANNOTATION = "millrace.dev/health-rules-status";

    private static final Logger LOG = Logger.getLogger(RuleReports.class);
    private static final String COMPONENT = "millrace-sync-agent";
    private static final int MAX_CHARACTERS = 1000;

    private final KubernetesClient client;

    RuleReports(KubernetesClient client) {
        this.client = client;
    }

    /** @param rules the number of kinds that have a valid rule */
    void report(ConfigMap map, int rules, List<String> mistakes) {
        String text = text(rules, mistakes);
        Map<String, String> annotations = map.getMetadata().getAnnotations();
        if (annotations != null && text.equals(annotations.get(ANNOTATION))) {
            return;
        }
        Thread.ofVirtual().name("health-rules").start(() -> write(map, text, !mistakes.isEmpty()));
    }

    private static String text(int rules, List<String> mistakes) {
        String text = mistakes.isEmpty()
                ? "rules for " + rules + (rules == 1 ? " kind" : " kinds")
                : "left out: " + String.join("; ", mistakes);
        return text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) + "…" : text;
    }

    private void write(ConfigMap map, String text, boolean mistaken) {
        String namespace = map.getMetadata().getNamespace();
        String name = map.getMetadata().getName();
        try {
            client.configMaps()
                    .inNamespace(namespace)
                    .withName(name)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            new ConfigMapBuilder()
                                    .withNewMetadata()
                                    .withName(name)
                                    .addToAnnotations(ANNOTATION, text)
                                    .endMetadata()
                                    .build());
            if (mistaken) {
                client.v1()
                        .events()
                        .inNamespace(namespace)
                        .resource(event(map, text))
                        .create();
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                LOG.warnf(
                        "the check of health rules could not be written to their ConfigMap: configmap=%s error=HTTP status %d",
                        name, e.getCode());
            }
        }
    }

    /** Returns the same name for the same mistake, so that there is one event of all replicas. */
    private static Event event(ConfigMap map, String text) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String name = map.getMetadata().getName();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name.substring(0, Math.min(name.length(), 200)) + "."
                        + Content.hash(map.getMetadata().getUid() + text).substring(0, 16))
                .withNamespace(map.getMetadata().getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withNamespace(map.getMetadata().getNamespace())
                .withName(name)
                .withUid(map.getMetadata().getUid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason("InvalidHealthRules")
                .withMessage(text)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .build();
    }
}
