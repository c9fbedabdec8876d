package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static dev.millrace.sync.Deployed.deployment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.PublishedEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applications that act as a service account of their namespace, on real parts. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class ServiceAccountIT {
    private static final String CANARY = "canary-4711";
    private static final String AS_DEPLOYER = "serviceAccount: deployer";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final EventPublisher publisher;

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @Inject
    ServiceAccountIT(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @BeforeEach
    void listen() {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
    }

    @AfterEach
    void stopListening() {
        tap.close();
    }

    @Test
    void anObjectThatTheAccountMayNotApplyFailsAloneAndIsAppliedOnceTheRightIsGranted() {
        Deployed app = new Deployed("account", tap);
        DeployerAccount account = new DeployerAccount(app, "deployer").grant("maps", DeployerAccount.ALL, "configmaps");
        CommitId commit =
                app.push(Map.of("a.yaml", configMap("a", "1"), "web.yaml", deployment("web", "shop/web:1", "")));

        app.follow("", AS_DEPLOYER);

        PublishedEvent refused = app.outcome(commit);
        assertThat(refused.at("/outcome")).isEqualTo("Failed");
        assertThat(refused.at("/failures/0/reason"))
                .startsWith("web.yaml:1: service account " + app.namespace
                        + "/deployer may not patch deployments.apps in namespace " + app.namespace
                        + "; grant it (kubectl create role ");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");
        assertThat(app.object("deployment", "web").isMissingNode()).isTrue();
        await().atMost(Deployed.SOON)
                .untilAsserted(() -> assertThat(app.status().path("message").asText())
                        .contains("/deployer may not patch deployments.apps"));

        account.grant("web", DeployerAccount.ALL, "deployments.apps");
        account.awaitMay("patch", "deployments.apps");
        sync(app);

        app.awaitReady(commit);
        assertThat(app.object("deployment", "web").isMissingNode()).isFalse();
    }

    @Test
    void aSecretOfAnotherNamespaceIsNeitherReadNorAdoptedNorShown() throws Exception {
        Deployed victim = new Deployed("victim", tap);
        victim.kubectl(
                "create", "secret", "generic", "crown", "-n", victim.namespace, "--from-literal=jewel=" + CANARY);
        String before = victim.object("secret", "crown").toString();
        Deployed app = new Deployed("thief", tap);
        new DeployerAccount(app, "deployer").grant("maps", DeployerAccount.ALL, "configmaps");
        CommitId commit = app.push(Map.of(
                "crown.yaml",
                "apiVersion: v1\nkind: Secret\nmetadata: {name: crown, namespace: %s}\nstringData: {jewel: mine}\n"
                        .formatted(victim.namespace)));

        app.follow("", AS_DEPLOYER);

        PublishedEvent refused = app.outcome(commit);
        String diff = get("applications/" + app.namespace + "/app/diff");
        assertThat(refused.at("/failures/0/reason"))
                .startsWith("crown.yaml:1: service account " + app.namespace
                        + "/deployer may not patch secrets in namespace " + victim.namespace);
        assertThat(diff).contains("REFUSED", "may not get secrets in namespace " + victim.namespace);
        assertThat(refused.value().toString() + diff + app.application()).doesNotContain(CANARY);
        assertThat(victim.object("secret", "crown").toString()).isEqualTo(before);
    }

    @Test
    void valuesAndCredentialsAreReadAsTheAccount() {
        Deployed app = new Deployed("inputs", tap);
        app.kubectl("create", "secret", "generic", "values", "-n", app.namespace, "--from-literal=value=" + CANARY);
        DeployerAccount account = new DeployerAccount(app, "deployer").grant("maps", DeployerAccount.ALL, "configmaps");
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "${value}")));

        app.follow("", AS_DEPLOYER, "transform: {substitute: {from: [{kind: Secret, name: values}]}}");

        PublishedEvent refused = app.outcome(commit);
        assertThat(refused.at("/message"))
                .contains("the Secret " + app.namespace + "/values can't be read: service account " + app.namespace
                        + "/deployer may not get secrets in namespace " + app.namespace);

        account.grant("values", "get,list,watch", "secrets", "--resource-name=values");
        account.awaitMay("get", "secrets/values");
        sync(app);

        app.awaitReady(commit);
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo(CANARY);

        app.follow("", "serviceAccount: nobody");

        app.awaitStalled("the Secret " + app.namespace + "/git (spec.source.secretRef) can't be read: service account "
                + app.namespace + "/nobody may not get secrets");
    }

    @Test
    void pruningWaitsForARightThatWasWithdrawn() {
        Deployed app = new Deployed("pruning", tap);
        DeployerAccount account = new DeployerAccount(app, "deployer")
                .grant("maps", "get,list,watch,create,patch", "configmaps")
                .grant("prunes", "delete", "configmaps");
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        app.follow("", AS_DEPLOYER);
        app.awaitReady(first);

        account.withdraw("prunes");
        account.awaitMayNot("delete", "configmaps");
        CommitId second = app.push(Map.of(), Set.of("b.yaml"));
        publisher.publish(app.committed(second));

        await().atMost(Deployed.SOON)
                .untilAsserted(() -> assertThat(app.status().path("message").asText())
                        .contains("/deployer may not delete configmaps in namespace " + app.namespace));
        assertThat(app.object("configmap", "b").isMissingNode()).isFalse();

        account.grant("prunes", "delete", "configmaps");
        account.awaitMay("delete", "configmaps");
        sync(app);

        await().atMost(Deployed.SOON).until(() -> app.object("configmap", "b").isMissingNode());
    }

    @Test
    void anotherAccountIsTriedAtOnce() {
        Deployed app = new Deployed("change", tap);
        new DeployerAccount(app, "weak");
        new DeployerAccount(app, "deployer").grant("maps", DeployerAccount.ALL, "configmaps");
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", "serviceAccount: weak");
        assertThat(app.outcome(commit).at("/failures/0/reason")).contains("/weak may not patch configmaps");

        app.follow("", AS_DEPLOYER);

        app.awaitReady(commit);
    }

    @Test
    void anAccountThatIsDeletedAppliesNothingUntilItExistsAgain() {
        Deployed app = new Deployed("deleted", tap);
        DeployerAccount account = new DeployerAccount(app, "deployer").grant("maps", DeployerAccount.ALL, "configmaps");
        app.follow("", AS_DEPLOYER);
        CommitId first = app.push(Map.of("a.yaml", configMap("a", "1")));
        publisher.publish(app.committed(first));
        app.awaitReady(first);

        account.delete();
        CommitId second = app.push(Map.of("a.yaml", configMap("a", "2")));
        publisher.publish(app.committed(second));

        PublishedEvent refused = app.outcome(second);
        assertThat(refused.at("/message"))
                .startsWith(
                        "spec.serviceAccount: there is no service account " + app.namespace + "/deployer; create it");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("1");

        account.create();
        sync(app);

        app.awaitReady(second);
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
    }

    @Test
    void driftIsHealedAsTheAccount() {
        Deployed app = new Deployed("healing", tap);
        DeployerAccount account = new DeployerAccount(app, "deployer")
                .grant("reads", "get,list,watch", "configmaps")
                .grant("writes", "create,patch,delete", "configmaps");
        CommitId commit = app.push(Map.of("a.yaml", configMap("a", "1")));
        app.follow("", AS_DEPLOYER, "heal: true");
        app.awaitReady(commit);
        app.kubectl("patch", "configmap", "a", "-n", app.namespace, "-p", "{\"data\":{\"value\":\"by hand\"}}");

        account.withdraw("writes");
        account.awaitMayNot("patch", "configmaps");
        publisher.publish(app.drifted("a"));

        assertThat(app.attempt(2).at("/failures/0/reason")).contains("/deployer may not patch configmaps");
        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("by hand");

        account.grant("writes", "create,patch,delete", "configmaps");
        account.awaitMay("patch", "configmaps");
        sync(app);

        await().atMost(Deployed.SOON)
                .until(() ->
                        app.object("configmap", "a").at("/data/value").asText().equals("1"));
    }

    /** Requests a sync as a user would, instead of waiting for the next try. */
    private static void sync(Deployed app) {
        app.kubectl(
                "annotate",
                "mapp",
                "app",
                "-n",
                app.namespace,
                "millrace.dev/sync=now-" + System.nanoTime(),
                "--overwrite");
    }

    private String get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(service.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
