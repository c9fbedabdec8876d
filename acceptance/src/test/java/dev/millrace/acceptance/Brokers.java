package dev.millrace.acceptance;

import dev.millrace.events.Topic;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.delivery.Shop;
import dev.millrace.testbed.services.ServiceProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * An application that is one custom resource, whose spec has the image. A release is deployed to staging automatically, and to production after a
 * soak. The test is the operator: it writes the status.
 */
final class Brokers {
    private static final String APP_REPOSITORY = "brokers/app";
    private static final String CONFIG_REPOSITORY = "brokers/config";
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: brokers.queues.example.com}
            spec:
              group: queues.example.com
              names: {kind: Broker, plural: brokers}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;
    private static final String BROKER = """
            apiVersion: queues.example.com/v1
            kind: Broker
            metadata: {name: web}
            spec:
              nodes:
                image: %s:initial
            """;
    private static final String POLICIES = """
            environments:
              staging: {applications: [%1$s]}
              production: {applications: [%2$s]}
            policies:
              - name: brokers-staging
                image: %3$s
                environment: staging
                releases: only
                places: [{path: spec.nodes.image, part: reference}]
                paths: [apps/staging/**]
                onFailure: revert
              - name: brokers-production
                image: %3$s
                environment: production
                after: {environment: staging, healthy: 2s}
                places: [{path: spec.nodes.image, part: reference}]
                paths: [apps/production/**]
                onFailure: revert
            """;

    private final OpenShop shop;
    private final String image;
    private int releases;

    /** Installs both environments, and reports their brokers as ready. */
    Brokers(OpenShop shop) {
        this.shop = shop;
        this.image = shop.registry() + "/brokers/server";
        shop.delivery.cluster().apply("default", DEFINITION);
        shop.delivery.cluster().awaitDefinition("brokers.queues.example.com");
        shop.workspace.push(
                CONFIG_REPOSITORY,
                "main",
                Map.of(
                        ".millrace/updates.yaml",
                        POLICIES.formatted(application("staging"), application("production"), image),
                        path("staging"),
                        BROKER.formatted(image),
                        path("production"),
                        BROKER.formatted(image)),
                "Install the brokers");
        open("staging");
        open("production");
    }

    /** Configures the builder and the updater for the brokers. Called once, before the services start. */
    static void wire(LocalDelivery delivery) {
        wire(delivery, delivery.builder(), APP_REPOSITORY, "millrace.builder.repositories.brokers.");
        wire(delivery, delivery.updater(), CONFIG_REPOSITORY, "millrace.updater.repositories.brokers.");
        delivery.builder()
                .with("millrace.builder.repositories.brokers.refs", "refs/tags/*")
                .with(
                        "millrace.builder.repositories.brokers.images",
                        delivery.registry().host() + "/**");
    }

    private static void wire(LocalDelivery delivery, ServiceProcess service, String repository, String prefix) {
        URI url = delivery.gitHost().createRepository(repository);
        delivery.gitHost().webhook(repository, service.webhooks().resolve("git"), LocalDelivery.WEBHOOK_SECRET);
        service.with(prefix + "url", url.toString())
                .with(prefix + "username", delivery.gitHost().user())
                .with(prefix + "password", delivery.gitHost().password());
    }

    private void open(String environment) {
        String namespace = namespace(environment);
        var cluster = shop.delivery.cluster();
        var host = shop.delivery.gitHost();
        cluster.kubectl("create", "namespace", namespace);
        cluster.kubectl(
                "create",
                "secret",
                "generic",
                "config-repository",
                "-n",
                namespace,
                "--from-literal=username=" + host.user(),
                "--from-literal=password=" + host.password());
        String text = Shop.application(environment, host.url(CONFIG_REPOSITORY).toString(), false);
        cluster.apply(namespace, text.replace("shop-", "brokers-") + "  healthTimeout: 10m\n");
        reportReady(environment, "initial");
        shop.await(
                Topic.SYNC_COMPLETED,
                e -> e.isAbout(application(environment)) && e.at("/outcome").equals("Succeeded"));
    }

    private static String namespace(String environment) {
        return "brokers-" + environment;
    }

    /** The name of the application of an environment. */
    static String application(String environment) {
        return LocalDelivery.CLUSTER + "/" + namespace(environment) + "/web";
    }

    private static String path(String environment) {
        return "apps/" + environment + "/broker.yaml";
    }

    /** Releases a new version and returns its tag. */
    String release() {
        releases++;
        String tag = "v" + releases;
        Map<String, String> files = Map.of(
                "page",
                "Release " + releases + "\n",
                "Dockerfile",
                "FROM scratch\nCOPY page /page\n",
                ".millrace/build.yaml",
                "tag: describe\nimages: [{name: \"" + image + "\"}]\n");
        shop.workspace.push(APP_REPOSITORY, "main", files, "Release " + tag);
        shop.workspace.tag(APP_REPOSITORY, "main", tag);
        return tag;
    }

    /** Reports as the operator that the broker runs this version. */
    void reportReady(String environment, String tag) {
        report(environment, tag, "\"status\":\"True\",\"reason\":\"Running\",\"message\":\"all nodes run\"");
    }

    /** Reports as the operator that the broker can't run this version. */
    void reportFailure(String environment, String tag, String reason, String message) {
        report(
                environment,
                tag,
                "\"status\":\"False\",\"reason\":\"%s\",\"message\":\"%s\"".formatted(reason, message));
    }

    private void report(String environment, String tag, String condition) {
        Awaitility.await().atMost(OpenShop.TIMEOUT).until(() -> field(environment, "{.spec.nodes.image}")
                .equals(image + ":" + tag));
        String generation = field(environment, "{.metadata.generation}");
        String status = """
                {"status":{"observedGeneration":%1$s,"conditions":[{"type":"Ready","observedGeneration":%1$s,%2$s}]}}""";
        shop.delivery
                .cluster()
                .kubectl(
                        "patch",
                        "brokers.queues.example.com",
                        "web",
                        "-n",
                        namespace(environment),
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        status.formatted(generation, condition));
    }

    private String field(String environment, String path) {
        return shop.delivery
                .cluster()
                .kubectl(
                        "get",
                        "brokers.queues.example.com",
                        "web",
                        "-n",
                        namespace(environment),
                        "--ignore-not-found",
                        "-o",
                        "jsonpath=" + path);
    }

    /** Awaits the commit that sets a tag in an environment. */
    PublishedEvent awaitCommit(String environment, String tag, String origin) {
        return shop.await(
                Topic.CONFIG_COMMITTED,
                e -> e.at("/repository").endsWith("/" + CONFIG_REPOSITORY)
                        && e.at("/origin").equals(origin)
                        && e.at("/paths/0").equals(path(environment))
                        && e.at("/edits/0/to").endsWith(tag));
    }

    /** Awaits the end of the sync of an environment to a commit. */
    PublishedEvent awaitSynced(String environment, String commit) {
        return shop.await(
                Topic.SYNC_COMPLETED,
                e -> e.isAbout(application(environment))
                        && e.at("/revision").equals(commit)
                        && !e.at("/outcome").equals("Superseded"));
    }

    /** The commits in the configuration repository that set a tag in production. */
    List<String> promotionsOf(String tag) {
        return shop.tap.events(Topic.CONFIG_COMMITTED).stream()
                .filter(e -> e.at("/repository").endsWith("/" + CONFIG_REPOSITORY)
                        && e.at("/paths/0").equals(path("production"))
                        && e.at("/edits/0/to").endsWith(tag))
                .map(e -> e.at("/commit"))
                .distinct()
                .toList();
    }

    /** The manifest of an environment on the branch. */
    String manifest(String environment) {
        return shop.workspace.read(CONFIG_REPOSITORY, "main", path(environment)).orElseThrow();
    }
}
