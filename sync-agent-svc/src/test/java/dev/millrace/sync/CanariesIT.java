package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.cluster.record.ReadOutcome;
import dev.millrace.cluster.record.RecordStore;
import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A value of a Secret by each kind of reference in each kind of place, with each error that quotes it: no view shows it. */
@Tag("attack")
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class CanariesIT {
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    KubernetesClient client;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @Inject
    EventPublisher publisher;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @SuppressWarnings("NullAway.Init")
    private AgentViews views;

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
        views = new AgentViews(service, tap);
        var cluster = Testbed.shared().cluster();
        cluster.apply("default", CanaryPlace.CLUSTER);
        cluster.awaitDefinition("widgets.canary.example");
    }

    @AfterEach
    void stopListening() {
        views.close();
        tap.close();
        Testbed.shared().cluster().kubectl("delete", "validatingadmissionpolicybinding", "canary");
    }

    @ParameterizedTest
    @EnumSource
    void noViewShowsAValueOfASecret(CanaryReference reference) {
        Deployed app = new Deployed("canaries", tap);
        Map<CanaryPlace, Canary> canaries = reference.canaries();
        app.kubectl(Stream.concat(
                        Stream.of("create", "secret", "generic", "s", "-n", app.namespace),
                        reference.entries(canaries).stream())
                .toArray(String[]::new));
        CommitId first = app.push(reference.files(canaries, app.namespace, "one"));

        app.follow("", reference.spec);
        PublishedEvent refused = app.outcome(first);
        reportBroken(app, canaries);
        CommitId second = app.push(reference.files(canaries, app.namespace, "two"));
        publisher.publish(app.committed(second));
        PublishedEvent immutable = app.outcome(second);
        app.kubectl("annotate", "deployment", "web", "-n", app.namespace, "--overwrite", "note=by hand");
        publisher.publish(app.drifted("settings"));

        assertThat(failed(refused)).as("%s", refused).containsAll(reference.refused());
        assertThat(failed(immutable)).as("%s", immutable).contains("job");
        assertThat(views.of(app).get("GET applications/%s/app/diff")).contains("web");
        assertThat(views.hits(app, canaries.values())).isEmpty();
        assertThat(canaries.values()).noneMatch(canary -> canary.isIn(record(app)));
    }

    /** The operator of the custom resource quotes all values in its status. */
    private void reportBroken(Deployed app, Map<CanaryPlace, Canary> canaries) {
        List<String> values = new ArrayList<>();
        canaries.forEach((place, canary) -> values.add(place.value(canary)));
        String message =
                JsonNodeFactory.instance.textNode(String.join(" and ", values)).toString();
        app.kubectl(
                "patch",
                "widget",
                "custom",
                "-n",
                app.namespace,
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\",\"reason\":\"Broken\",\"message\":"
                        + message + "}]}}");
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("unhealthy").toString().contains("Widget"));
    }

    private static List<String> failed(PublishedEvent outcome) {
        List<String> names = new ArrayList<>();
        outcome.value()
                .path("failures")
                .forEach(failure -> names.add(failure.at("/object/name").asText()));
        return names;
    }

    private String record(Deployed app) {
        String uid = app.application().at("/metadata/uid").asText();
        return new RecordStore(client, AgentUnderTest.NAMESPACE).load(uid) instanceof ReadOutcome.Found found
                ? found.stored().record().toString()
                : "";
    }
}
