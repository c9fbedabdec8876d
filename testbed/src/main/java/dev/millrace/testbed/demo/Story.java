package dev.millrace.testbed.demo;

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The steps of the demo: a change is delivered, altered manually in the cluster, healed, and reverted. */
final class Story {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final List<String> ENVIRONMENTS = List.of("staging", "production");
    private static final String STAGING = LocalDelivery.CLUSTER + "/shop-staging/web";

    private final LocalDelivery delivery;
    private final EventTap tap;
    private final Narrator narrator;
    private final GitWorkspace workspace;
    private final String registry;

    Story(LocalDelivery delivery, EventTap tap, Narrator narrator) {
        this.delivery = delivery;
        this.tap = tap;
        this.narrator = narrator;
        this.workspace = delivery.gitHost().workspace();
        this.registry = delivery.registry().host();
    }

    void run() throws IOException {
        openShop();
        Optional<PublishedEvent> deployed = deliverPush();
        if (deployed.isPresent()) {
            changeClusterManually();
            revertChange(deployed.get());
        }
    }

    private void openShop() throws IOException {
        narrator.chapter("The shop opens: the configuration of staging and production is applied from Git");
        Instant start = Instant.now();
        CommitId commit =
                workspace.push(LocalDelivery.CONFIG_REPOSITORY, "main", Shop.configuration(registry), "Open the shop");
        for (String environment : ENVIRONMENTS) {
            delivery.openShop(environment, environment.equals("staging"));
        }
        for (String environment : ENVIRONMENTS) {
            Optional<PublishedEvent> synced = tap.await(
                    Topic.SYNC_COMPLETED,
                    e -> succeeded(e, LocalDelivery.CLUSTER + "/shop-" + environment + "/web")
                            && e.at("/revision").equals(commit.value()),
                    TIMEOUT);
            report("sync.completed    " + environment + " healthy at " + commit.shortForm(), start, synced);
        }
    }

    private Optional<PublishedEvent> deliverPush() throws IOException {
        String base = BaseImage.push(registry, JvmState.directory("base-image"));
        narrator.chapter("A developer pushes to " + LocalDelivery.APP_REPOSITORY);
        Instant pushing = Instant.now();
        CommitId commit = workspace.push(
                LocalDelivery.APP_REPOSITORY, "main", Shop.application(registry, base, "Hello from the mill"), "Greet");
        narrator.line("git push          commit " + commit.shortForm() + " on main");
        Optional<PublishedEvent> source = report(
                "source.changed    webhook verified and stored",
                pushing,
                tap.await(Topic.SOURCE_CHANGED, at("/after", commit), TIMEOUT));
        Instant sourceAt = source.map(PublishedEvent::writtenAt).orElse(pushing);
        Optional<PublishedEvent> built = tap.await(Topic.IMAGE_BUILT, at("/source/commit", commit), TIMEOUT);
        report("image.built       " + built.map(Story::image).orElse(""), sourceAt, built);
        Instant builtAt = built.map(PublishedEvent::writtenAt).orElse(sourceAt);
        Optional<PublishedEvent> committed = built.flatMap(
                b -> tap.await(Topic.CONFIG_COMMITTED, e -> e.chain().equals(b.chain()), TIMEOUT));
        report("config.committed  " + committed.map(Story::edit).orElse(""), builtAt, committed);
        narrator.stage("push to stored event", pushing, sourceAt);
        narrator.stage("stored event to image in the registry", sourceAt, builtAt);
        committed.ifPresent(c -> narrator.stage("image to commit in the configuration", builtAt, c.writtenAt()));
        return committed.flatMap(this::awaitApplied);
    }

    private Optional<PublishedEvent> awaitApplied(PublishedEvent committed) {
        Optional<PublishedEvent> synced = tap.await(
                Topic.SYNC_COMPLETED,
                e -> succeeded(e, STAGING) && e.at("/revision").equals(committed.at("/commit")),
                TIMEOUT);
        if (synced.isEmpty()) {
            narrator.missing(
                    "sync.completed    staging", "see " + delivery.agent().log());
            return synced;
        }
        Instant applied = Instant.parse(synced.get().at("/appliedAt"));
        Instant healthy = Instant.parse(synced.get().at("/healthyAt"));
        narrator.step("applied           staging at " + shortRevision(synced.get()), committed.writtenAt(), applied);
        narrator.step("rollout healthy   sync.completed " + synced.get().at("/outcome"), applied, healthy);
        narrator.stage("commit to applied in the cluster", committed.writtenAt(), applied);
        narrator.stage("applied to healthy", applied, healthy);
        String expected = committed.at("/edits/0/to");
        check("cluster           staging runs " + expected, healthy, () -> runningImage("staging")
                .contains(expected));
        check(
                "cluster           production is unchanged: its policy follows branch release",
                healthy,
                () -> runningImage("production").endsWith(":initial"));
        return synced;
    }

    private void changeClusterManually() {
        narrator.chapter("A user changes the cluster manually: kubectl set image deployment/web web="
                + Shop.image(registry) + ":manual");
        String before = runningImage("staging");
        Instant changedAt = Instant.now();
        delivery.cluster()
                .kubectl(
                        "set",
                        "image",
                        "deployment/web",
                        "web=" + Shop.image(registry) + ":manual",
                        "-n",
                        "shop-staging");
        Optional<PublishedEvent> drift = tap.await(
                Topic.DRIFT_DETECTED, e -> e.isAbout(STAGING) && e.at("/change").equals("Modified"), TIMEOUT);
        report("drift.detected    " + drift.map(Story::drift).orElse(""), changedAt, drift);
        Instant publishedAt = drift.map(PublishedEvent::writtenAt).orElse(changedAt);
        Optional<PublishedEvent> resolved = tap.await(
                Topic.DRIFT_DETECTED,
                e -> drift.isPresent() && e.at("/resolves").equals(drift.get().id()),
                TIMEOUT);
        report("drift.detected    Resolved: the agent healed it", publishedAt, resolved);
        check("cluster           staging runs " + before + " again", publishedAt, () -> runningImage("staging")
                .equals(before));
        narrator.stage("manual change to published drift", changedAt, publishedAt);
        resolved.ifPresent(r -> narrator.stage("published drift to healed", publishedAt, r.writtenAt()));
    }

    private void revertChange(PublishedEvent deployed) {
        narrator.chapter("An operator reverts the change: git revert in " + LocalDelivery.CONFIG_REPOSITORY);
        Instant reverting = Instant.now();
        CommitId revert = workspace.revertTip(LocalDelivery.CONFIG_REPOSITORY, "main");
        narrator.line("git revert        commit " + revert.shortForm() + " reverts " + shortRevision(deployed));
        Optional<PublishedEvent> committed = tap.await(Topic.CONFIG_COMMITTED, at("/commit", revert), TIMEOUT);
        report("config.committed  by a user", reverting, committed);
        Instant committedAt = committed.map(PublishedEvent::writtenAt).orElse(reverting);
        Optional<PublishedEvent> synced = tap.await(
                Topic.SYNC_COMPLETED,
                e -> succeeded(e, STAGING) && e.at("/revision").equals(revert.value()),
                TIMEOUT);
        report("sync.completed    staging rolled back to the previous version", committedAt, synced);
        check("cluster           staging runs the previous image", committedAt, () -> runningImage("staging")
                .endsWith(":initial"));
        synced.ifPresent(s -> narrator.stage("git revert to healthy again", reverting, s.writtenAt()));
    }

    private Optional<PublishedEvent> report(String what, Instant cause, Optional<PublishedEvent> event) {
        if (event.isPresent()) {
            narrator.step(what, cause, event.get().writtenAt());
        } else {
            narrator.missing(
                    what,
                    "not seen within " + TIMEOUT.toSeconds() + " s; see the logs of the services beside "
                            + delivery.agent().log());
        }
        return event;
    }

    private void check(String what, Instant since, java.util.function.BooleanSupplier holds) {
        Instant deadline = Instant.now().plus(TIMEOUT);
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                narrator.missing(what, "not reached within " + TIMEOUT.toSeconds() + " s");
                return;
            }
        }
        narrator.step(what, since, Instant.now());
    }

    private String runningImage(String environment) {
        return delivery.cluster()
                .kubectl(
                        "get",
                        "deployment",
                        "web",
                        "-n",
                        "shop-" + environment,
                        "-o",
                        "jsonpath={.spec.template.spec.containers[0].image}");
    }

    private static boolean succeeded(PublishedEvent event, String application) {
        return event.isAbout(application) && event.at("/outcome").equals("Succeeded");
    }

    private static Predicate<PublishedEvent> at(String pointer, CommitId commit) {
        return event -> event.at(pointer).equals(commit.value());
    }

    private static String shortRevision(PublishedEvent event) {
        return new CommitId(event.at("/revision")).shortForm();
    }

    private static String image(PublishedEvent built) {
        return built.at("/image") + ":" + built.at("/tag");
    }

    private static String edit(PublishedEvent committed) {
        return committed.at("/edits/0/path") + ": " + committed.at("/edits/0/from") + " -> "
                + committed.at("/edits/0/to");
    }

    private static String drift(PublishedEvent drift) {
        return "%s by %s (%s): %s, not %s"
                .formatted(
                        drift.at("/fields/0/path"),
                        drift.at("/fields/0/manager"),
                        drift.at("/fields/0/operation"),
                        drift.at("/fields/0/live"),
                        drift.at("/fields/0/desired"));
    }
}
