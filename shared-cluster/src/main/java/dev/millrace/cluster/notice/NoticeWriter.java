package dev.millrace.cluster.notice;

import dev.millrace.cluster.ApiServerErrors;
import dev.millrace.events.value.ApplicationId;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Writes notices as Kubernetes events. Best effort: events on Kafka are authoritative. */
public final class NoticeWriter {
    /** The limit of the API server for a message. */
    private static final int MAX_MESSAGE = 1_024;

    private static final int MAX_NAME = 200;

    private final KubernetesClient client;
    private final String component;
    private final InstantSource clock;

    /** @param component the reporting service */
    public NoticeWriter(KubernetesClient client, String component, InstantSource clock) {
        this.client = client;
        this.component = component;
        this.clock = clock;
    }

    /**
     * Writes a notice.
     *
     * @return the reason if it was not written; empty if it was, or if its namespace no longer exists
     */
    public Optional<String> write(Notice notice) {
        ApplicationId application = notice.application();
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            client.v1()
                    .events()
                    .inNamespace(application.namespace())
                    .resource(new EventBuilder()
                            .withNewMetadata()
                            .withName(name(application))
                            .withNamespace(application.namespace())
                            .endMetadata()
                            .withNewInvolvedObject()
                            .withApiVersion("millrace.dev/v1alpha1")
                            .withKind("Application")
                            .withNamespace(application.namespace())
                            .withName(application.name())
                            .withUid(notice.applicationUid())
                            .endInvolvedObject()
                            .withType(notice.warning() ? "Warning" : "Normal")
                            .withReason(notice.reason())
                            .withMessage(cut(notice.message()))
                            .withFirstTimestamp(now)
                            .withLastTimestamp(now)
                            .withCount(1)
                            .withNewSource()
                            .withComponent(component)
                            .endSource()
                            .withReportingComponent(component)
                            .build())
                    .create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                    ? Optional.empty()
                    : Optional.of(ApiServerErrors.reason(e));
        }
    }

    private String name(ApplicationId application) {
        String name = application.name();
        return name.substring(0, Math.min(name.length(), MAX_NAME)) + "." + Long.toHexString(clock.millis());
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }
}
