package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The objects of an Application that is deleted, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class DeletionIT {
    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void theObjectsStayAndAreNobodysIfNothingElseIsSaid() {
        Deployed app = new Deployed("orphan", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("");
        app.attempt(1);

        app.kubectl("delete", "mapp", "app", "-n", app.namespace);

        await().atMost(Deployed.SOON).until(() -> !app.object("configmap", "a")
                .at("/metadata/annotations")
                .has("millrace.dev/application-uid"));
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
    }

    @Test
    void theObjectsGoFirstWhereItSaysPruneAndItIsTold() {
        Deployed app = new Deployed("takedown", tap);
        app.push(Map.of("a.yaml", configMap("a", "1"), "web.yaml", deployment("web", "shop/web:1", "")));
        app.follow("", "deletion: prune");
        app.attempt(1);

        app.kubectl("delete", "mapp", "app", "-n", app.namespace, "--timeout=30s");

        PublishedEvent outcome = app.attempt(2);
        assertThat(outcome.at("/outcome")).isEqualTo("Succeeded");
        assertThat(outcome.at("/counts/pruned")).isEqualTo("2");
        assertThat(outcome.at("/images")).isIn("[]", "");
        assertThat(app.object("configmap", "a").isMissingNode()).isTrue();
        assertThat(app.object("deployment", "web").isMissingNode()).isTrue();
    }

    @Test
    void itStaysWhileItHasObjectsWhereItSaysRefuse() {
        Deployed app = new Deployed("refuse", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "deletion: refuse");
        app.attempt(1);

        app.kubectl("delete", "mapp", "app", "-n", app.namespace, "--wait=false");
        await().atMost(Deployed.SOON)
                .until(() -> app.status().path("message").asText().contains("because spec.deletion is refuse"));
        boolean kept = !app.object("configmap", "a").isMissingNode();
        app.kubectl(
                "patch",
                "mapp",
                "app",
                "-n",
                app.namespace,
                "--type=merge",
                "-p",
                "{\"spec\":{\"deletion\":\"orphan\"}}");

        assertThat(kept).isTrue();
        await().atMost(Deployed.SOON).until(() -> app.application().isMissingNode());
        assertThat(app.object("configmap", "a").isMissingNode()).isFalse();
    }

    @Test
    void aRenamedApplicationTakesItsObjectsAlong() {
        Deployed app = new Deployed("renamed", tap);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "deletion: prune");
        app.attempt(1);
        String before = uid(app);
        app.followAs("renamed", "", "deletion: prune");
        await().atMost(Deployed.SOON).until(() -> message(app).contains("it belongs to the application"));

        app.kubectl("delete", "mapp", "app", "-n", app.namespace, "--timeout=30s");

        await().atMost(Deployed.SOON).until(() -> app.object("configmap", "a")
                .at("/metadata/annotations")
                .path("millrace.dev/application")
                .asText()
                .endsWith("/renamed"));
        await().atMost(Deployed.SOON).until(() -> message(app).contains("is applied and healthy"));
        assertThat(uid(app)).isEqualTo(before);
    }

    private static String uid(Deployed app) {
        return app.object("configmap", "a").at("/metadata/uid").asText();
    }

    private static String message(Deployed app) {
        return app.object("applications.millrace.dev", "renamed")
                .at("/status/message")
                .asText();
    }
}
