package dev.millrace.acceptance;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.BaseImage;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.delivery.Shop;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A running shop: all services run, and staging and production are applied. Shared by all test classes. */
public final class OpenShop {
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** A configuration repository that the updater follows and that has no policies but those of a test. */
    public static final String OPEN_CONFIGURATION = "open/config";

    static final String UPDATER_TOKEN = "a-token-for-commands";
    static final String STAGING = LocalDelivery.CLUSTER + "/shop-staging/web";

    private static final class Holder {
        static final OpenShop SHOP = new OpenShop();
    }

    public final LocalDelivery delivery;
    public final EventTap tap;
    public final GitWorkspace workspace;
    final PullRequests requests = new PullRequests();
    final SigningKey signing;
    private final String base;
    private int pushes;

    private OpenShop() {
        delivery = SharedDelivery.delivery();
        delivery.updater().with("millrace.updater.poll", "PT2S").with("millrace.updater.api.token", UPDATER_TOKEN);
        delivery.builder().with("millrace.builder.poll", "PT5S");
        Suite.wireApplication(delivery);
        Suite.wireConfiguration(delivery, Suite.CONFIGURATION);
        Suite.wireConfiguration(delivery, OPEN_CONFIGURATION);
        Suite.wireReviewedConfiguration(delivery, requests);
        Kiosk.wire(delivery);
        Brokers.wire(delivery);
        ProvenImage.wire(delivery);
        Monorepo.wire(delivery);
        signing = SigningKey.wire(delivery);
        tap = SharedDelivery.tap();
        workspace = delivery.gitHost().workspace();
        try {
            base = BaseImage.push(registry(), JvmState.directory("base-image"));
        } catch (IOException e) {
            throw new UncheckedIOException("building the base image", e);
        }
        delivery.startServices();
        open();
    }

    /** Returns the shop, which is started on first use. */
    public static OpenShop shop() {
        return Holder.SHOP;
    }

    private void open() {
        CommitId first = workspace.push(
                LocalDelivery.CONFIG_REPOSITORY, "main", Shop.configuration(registry()), "Open the shop");
        for (String environment : List.of("staging", "production")) {
            delivery.openShop(environment, environment.equals("staging"));
        }
        for (String environment : List.of("staging", "production")) {
            await(
                    Topic.SYNC_COMPLETED,
                    e -> e.isAbout(LocalDelivery.CLUSTER + "/shop-" + environment + "/web")
                            && e.at("/outcome").equals("Succeeded")
                            && e.at("/revision").equals(first.value()));
        }
    }

    public String registry() {
        return delivery.registry().host();
    }

    /** The reference of the base image of the shop's images. */
    public String base() {
        return base;
    }

    /** Pushes a new page as a developer. */
    public CommitId pushApplication() {
        pushes++;
        return workspace.push(
                LocalDelivery.APP_REPOSITORY,
                "main",
                Shop.application(registry(), base, "Hello number " + pushes),
                "Greet, push " + pushes);
    }

    /** Pushes a manual change of the replicas in staging as an operator. */
    public CommitId pushReplicas(int replicas) {
        String path = "apps/staging/kustomization.yaml";
        String text =
                workspace.read(LocalDelivery.CONFIG_REPOSITORY, "main", path).orElseThrow();
        return workspace.push(
                LocalDelivery.CONFIG_REPOSITORY,
                "main",
                java.util.Map.of(path, text.replaceFirst("count: \\d+", "count: " + replicas)),
                "Run " + replicas + " of web in staging");
    }

    public PublishedEvent await(Topic topic, Predicate<PublishedEvent> expected) {
        Optional<PublishedEvent> event = tap.await(topic, expected, TIMEOUT);
        return event.orElseThrow(() -> new AssertionError("no such event in " + topic.topicName() + " within " + TIMEOUT
                + "; received: " + tap.events(topic) + "; see the logs of the services beside "
                + delivery.agent().log()));
    }

    /** Awaits the end of the sync of staging to a commit. */
    public PublishedEvent awaitStaging(CommitId commit) {
        return await(
                Topic.SYNC_COMPLETED,
                e -> e.isAbout(STAGING)
                        && e.at("/revision").equals(commit.value())
                        && e.at("/outcome").equals("Succeeded"));
    }

    /** Awaits the commit in the configuration repository for a built image. */
    PublishedEvent awaitCommitFor(PublishedEvent built) {
        return await(
                Topic.CONFIG_COMMITTED,
                e -> e.chain().equals(built.chain()) && e.at("/origin").equals("update"));
    }

    public PublishedEvent awaitBuilt(CommitId commit) {
        return await(Topic.IMAGE_BUILT, e -> e.at("/source/commit").equals(commit.value()));
    }

    /** The ids of the matching events in a topic; an event that was published twice counts once. */
    public List<String> ids(Topic topic, Predicate<PublishedEvent> expected) {
        return tap.events(topic).stream()
                .filter(expected)
                .map(PublishedEvent::id)
                .distinct()
                .toList();
    }

    String runningImage(String environment) {
        return field(environment, "{.spec.template.spec.containers[0].image}");
    }

    String replicas() {
        return field("staging", "{.spec.replicas}");
    }

    private String field(String environment, String path) {
        return delivery.cluster()
                .kubectl("get", "deployment", "web", "-n", "shop-" + environment, "-o", "jsonpath=" + path);
    }

    CommitId configTip() {
        return workspace.tip(LocalDelivery.CONFIG_REPOSITORY, "main").orElseThrow();
    }

    /** The number of commits on the main branch of the configuration. */
    public int configCommits() {
        return workspace.log(LocalDelivery.CONFIG_REPOSITORY, "main").size();
    }
}
