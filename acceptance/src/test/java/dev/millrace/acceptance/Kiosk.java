package dev.millrace.acceptance;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.delivery.Shop;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * A second application beside the shop. Releases are deployed to staging automatically, and to production after a soak. A release that fails in
 * staging is reverted.
 */
final class Kiosk {
    static final String STAGING = LocalDelivery.CLUSTER + "/kiosk-staging/web";
    static final String PRODUCTION = LocalDelivery.CLUSTER + "/kiosk-production/web";
    static final int SOAK_SECONDS = 4;

    private static final String APP_REPOSITORY = "kiosk/app";
    private static final String CONFIG_REPOSITORY = "kiosk/config";
    private static final String POLICIES = """
            environments:
              staging: {applications: [%1$s]}
              production: {applications: [%2$s]}
            policies:
              - name: kiosk-staging
                image: %3$s/kiosk/web
                environment: staging
                releases: only
                paths: [apps/staging/**]
                onFailure: revert
              - name: kiosk-production
                image: %3$s/kiosk/web
                environment: production
                after: {environment: staging, healthy: %4$ds}
                paths: [apps/production/**]
                onFailure: revert
            """;

    private static final class Holder {
        static final Kiosk KIOSK = new Kiosk(OpenShop.shop());
    }

    private final OpenShop shop;
    private int releases;

    private Kiosk(OpenShop shop) {
        this.shop = shop;
        Map<String, String> files = new TreeMap<>();
        Shop.configuration(shop.registry()).forEach((path, text) -> files.put(path, ofKiosk(text)));
        files.put(".millrace/updates.yaml", POLICIES.formatted(STAGING, PRODUCTION, shop.registry(), SOAK_SECONDS));
        shop.workspace.push(CONFIG_REPOSITORY, "main", files, "Open the kiosk");
        open("staging");
        open("production");
    }

    /** Returns the kiosk, which is installed on first use. */
    static Kiosk kiosk() {
        return Holder.KIOSK;
    }

    /** Configures the builder and the updater for the kiosk. Called once, before the services start. */
    static void wire(LocalDelivery delivery) {
        URI app = delivery.gitHost().createRepository(APP_REPOSITORY);
        URI config = delivery.gitHost().createRepository(CONFIG_REPOSITORY);
        String user = delivery.gitHost().user();
        String password = delivery.gitHost().password();
        delivery.gitHost()
                .webhook(APP_REPOSITORY, delivery.builder().webhooks().resolve("git"), LocalDelivery.WEBHOOK_SECRET);
        delivery.gitHost()
                .webhook(CONFIG_REPOSITORY, delivery.updater().webhooks().resolve("git"), LocalDelivery.WEBHOOK_SECRET);
        delivery.builder()
                .with("millrace.builder.repositories.kiosk.url", app.toString())
                .with("millrace.builder.repositories.kiosk.refs", "refs/tags/*")
                .with(
                        "millrace.builder.repositories.kiosk.images",
                        delivery.registry().host() + "/**")
                .with("millrace.builder.repositories.kiosk.username", user)
                .with("millrace.builder.repositories.kiosk.password", password);
        delivery.updater()
                .with("millrace.updater.repositories.kiosk.url", config.toString())
                .with("millrace.updater.repositories.kiosk.username", user)
                .with("millrace.updater.repositories.kiosk.password", password);
    }

    private void open(String environment) {
        String namespace = "kiosk-" + environment;
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
        String application =
                Shop.application(environment, host.url(CONFIG_REPOSITORY).toString(), false);
        cluster.apply(namespace, ofKiosk(application) + "  healthTimeout: 15s\n");
        String key = LocalDelivery.CLUSTER + "/" + namespace + "/web";
        shop.await(Topic.SYNC_COMPLETED, e -> e.isAbout(key) && e.at("/outcome").equals("Succeeded"));
    }

    private static String ofKiosk(String text) {
        return text.replace("/shop/web", "/kiosk/web").replace("shop-", "kiosk-");
    }

    /**
     * Releases a new page.
     *
     * @param kind the start of its tag: {@code crashes} for a release that crashes
     */
    String release(String kind) {
        releases++;
        String tag = kind + "-" + releases;
        shop.workspace.push(
                APP_REPOSITORY,
                "main",
                Map.of(
                        "page",
                        "Release " + releases + "\n",
                        "Dockerfile",
                        "FROM scratch\nCOPY page /page\n",
                        ".millrace/build.yaml",
                        "tag: describe\nimages: [{name: \"" + shop.registry() + "/kiosk/web\"}]\n"),
                "Release " + releases);
        shop.workspace.tag(APP_REPOSITORY, "main", tag);
        return tag;
    }

    /** Pushes a manual change of the tag in an environment. */
    CommitId pushTag(String environment, String tag) {
        String path = path(environment);
        return shop.workspace.push(
                CONFIG_REPOSITORY,
                "main",
                Map.of(path, overlay(environment).replaceFirst("newTag: .+", "newTag: " + tag)),
                "Run " + tag + " in " + environment);
    }

    /** The overlay of an environment on the branch. */
    String overlay(String environment) {
        return shop.workspace.read(CONFIG_REPOSITORY, "main", path(environment)).orElseThrow();
    }

    private static String path(String environment) {
        return "apps/" + environment + "/kustomization.yaml";
    }

    /** Awaits the commit that sets a tag in an environment. */
    PublishedEvent awaitCommit(String environment, String tag, String origin) {
        return shop.await(
                Topic.CONFIG_COMMITTED,
                e -> e.at("/repository").endsWith("/" + CONFIG_REPOSITORY)
                        && e.at("/origin").equals(origin)
                        && e.at("/paths/0").equals(path(environment))
                        && e.at("/edits/0/to").equals(tag));
    }

    /** Awaits the end of an application's sync to a commit. */
    PublishedEvent awaitSynced(String application, String commit, String outcome) {
        return shop.await(
                Topic.SYNC_COMPLETED,
                e -> e.isAbout(application)
                        && e.at("/revision").equals(commit)
                        && e.at("/outcome").equals(outcome));
    }

    /** The messages of the commits in the configuration repository, newest first. */
    java.util.List<String> log() {
        return shop.workspace.log(CONFIG_REPOSITORY, "main").stream()
                .map(commit -> commit.message())
                .toList();
    }
}
