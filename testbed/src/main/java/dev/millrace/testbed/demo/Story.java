package dev.millrace.testbed.demo;

import dev.millrace.events.Topic;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.delivery.BaseImage;
import dev.millrace.testbed.delivery.EventTap;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.delivery.SeenEvent;
import dev.millrace.testbed.delivery.Shop;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.process.JvmState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A change's way through the shop: delivered, tampered with, healed, taken back. */
final class Story {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
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

    void tell() throws IOException {
        theShopOpens();
        Optional<SeenEvent> deployed = aPushIsDelivered();
        if (deployed.isPresent()) {
            aHandInTheClusterIsSeen();
            theChangeIsTakenBack(deployed.get());
        }
    }

    private void theShopOpens() throws IOException {
        narrator.chapter("The shop opens: configuration for staging and production, applied as it stands in Git");
        Instant start = Instant.now();
        CommitId commit =
                workspace.push(LocalDelivery.CONFIG_REPOSITORY, "main", Shop.configuration(registry), "Open the shop");
        for (String environment : ENVIRONMENTS) {
            delivery.openShop(environment, environment.equals("staging"));
        }
        for (String environment : ENVIRONMENTS) {
            Optional<SeenEvent> synced = tap.await(
                    Topic.SYNC_COMPLETED,
                    e -> succeeded(e, LocalDelivery.CLUSTER + "/shop-" + environment + "/web")
                            && e.at("/revision").equals(commit.value()),
                    PATIENCE);
            tell("sync.completed    " + environment + " healthy at " + commit.shortForm(), start, synced);
        }
    }

    private Optional<SeenEvent> aPushIsDelivered() throws IOException {
        String base = BaseImage.push(registry, JvmState.directory("base-image"));
        narrator.chapter("A developer pushes to " + LocalDelivery.APP_REPOSITORY);
        Instant pushing = Instant.now();
        CommitId commit = workspace.push(
                LocalDelivery.APP_REPOSITORY, "main", Shop.application(registry, base, "Hello from the mill"), "Greet");
        narrator.say("git push          commit " + commit.shortForm() + " on main");
        Optional<SeenEvent> source = tell(
                "source.changed    webhook verified and stored",
                pushing,
                tap.await(Topic.SOURCE_CHANGED, at("/after", commit), PATIENCE));
        Instant sourceAt = source.map(SeenEvent::writtenAt).orElse(pushing);
        Optional<SeenEvent> built = tap.await(Topic.IMAGE_BUILT, at("/source/commit", commit), PATIENCE);
        tell("image.built       " + built.map(Story::image).orElse(""), sourceAt, built);
        Instant builtAt = built.map(SeenEvent::writtenAt).orElse(sourceAt);
        Optional<SeenEvent> committed = built.flatMap(
                b -> tap.await(Topic.CONFIG_COMMITTED, e -> e.chain().equals(b.chain()), PATIENCE));
        tell("config.committed  " + committed.map(Story::edit).orElse(""), builtAt, committed);
        narrator.stage("push to stored event", pushing, sourceAt);
        narrator.stage("stored event to image in the registry", sourceAt, builtAt);
        committed.ifPresent(c -> narrator.stage("image to commit in the configuration", builtAt, c.writtenAt()));
        return committed.flatMap(this::theCommitIsApplied);
    }

    private Optional<SeenEvent> theCommitIsApplied(SeenEvent committed) {
        Optional<SeenEvent> synced = tap.await(
                Topic.SYNC_COMPLETED,
                e -> succeeded(e, STAGING) && e.at("/revision").equals(committed.at("/commit")),
                PATIENCE);
        if (synced.isEmpty()) {
            narrator.missing(
                    "sync.completed    staging", "look at " + delivery.agent().log());
            return synced;
        }
        Instant applied = Instant.parse(synced.get().at("/appliedAt"));
        Instant healthy = Instant.parse(synced.get().at("/healthyAt"));
        narrator.seen("applied           staging at " + shortRevision(synced.get()), committed.writtenAt(), applied);
        narrator.seen("rollout healthy   sync.completed " + synced.get().at("/outcome"), applied, healthy);
        narrator.stage("commit to applied in the cluster", committed.writtenAt(), applied);
        narrator.stage("applied to healthy", applied, healthy);
        String wanted = committed.at("/edits/0/to");
        check("cluster           staging runs " + wanted, healthy, () -> runningImage("staging")
                .contains(wanted));
        check(
                "cluster           production is untouched: its policy follows branch release",
                healthy,
                () -> runningImage("production").endsWith(":initial"));
        return synced;
    }

    private void aHandInTheClusterIsSeen() {
        narrator.chapter("Somebody changes the cluster by hand: kubectl set image deployment/web web="
                + Shop.image(registry) + ":by-hand");
        String before = runningImage("staging");
        Instant touched = Instant.now();
        delivery.cluster()
                .kubectl(
                        "set",
                        "image",
                        "deployment/web",
                        "web=" + Shop.image(registry) + ":by-hand",
                        "-n",
                        "shop-staging");
        Optional<SeenEvent> drift = tap.await(
                Topic.DRIFT_DETECTED,
                e -> e.key().equals(STAGING) && e.at("/change").equals("Modified"),
                PATIENCE);
        tell("drift.detected    " + drift.map(Story::drift).orElse(""), touched, drift);
        Instant seenAt = drift.map(SeenEvent::writtenAt).orElse(touched);
        Optional<SeenEvent> resolved = tap.await(
                Topic.DRIFT_DETECTED,
                e -> drift.isPresent() && e.at("/resolves").equals(drift.get().id()),
                PATIENCE);
        tell("drift.detected    Resolved: the agent healed it", seenAt, resolved);
        check("cluster           staging runs " + before + " again", seenAt, () -> runningImage("staging")
                .equals(before));
        narrator.stage("change by hand to drift told", touched, seenAt);
        resolved.ifPresent(r -> narrator.stage("drift told to healed", seenAt, r.writtenAt()));
    }

    private void theChangeIsTakenBack(SeenEvent deployed) {
        narrator.chapter("An operator takes the change back: git revert in " + LocalDelivery.CONFIG_REPOSITORY);
        Instant reverting = Instant.now();
        CommitId revert = workspace.revertTip(LocalDelivery.CONFIG_REPOSITORY, "main");
        narrator.say("git revert        commit " + revert.shortForm() + " takes back " + shortRevision(deployed));
        Optional<SeenEvent> committed = tap.await(Topic.CONFIG_COMMITTED, at("/commit", revert), PATIENCE);
        tell("config.committed  by a person", reverting, committed);
        Instant committedAt = committed.map(SeenEvent::writtenAt).orElse(reverting);
        Optional<SeenEvent> synced = tap.await(
                Topic.SYNC_COMPLETED,
                e -> succeeded(e, STAGING) && e.at("/revision").equals(revert.value()),
                PATIENCE);
        tell("sync.completed    staging rolled back to what ran before", committedAt, synced);
        check("cluster           staging runs the image from before", committedAt, () -> runningImage("staging")
                .endsWith(":initial"));
        synced.ifPresent(s -> narrator.stage("git revert to healthy again", reverting, s.writtenAt()));
    }

    private Optional<SeenEvent> tell(String what, Instant cause, Optional<SeenEvent> event) {
        if (event.isPresent()) {
            narrator.seen(what, cause, event.get().writtenAt());
        } else {
            narrator.missing(
                    what,
                    "not seen within " + PATIENCE.toSeconds() + " s; the services' logs are beside "
                            + delivery.agent().log());
        }
        return event;
    }

    private void check(String what, Instant since, java.util.function.BooleanSupplier holds) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                narrator.missing(what, "not so after " + PATIENCE.toSeconds() + " s");
                return;
            }
        }
        narrator.seen(what, since, Instant.now());
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

    private static boolean succeeded(SeenEvent event, String application) {
        return event.key().equals(application) && event.at("/outcome").equals("Succeeded");
    }

    private static Predicate<SeenEvent> at(String pointer, CommitId commit) {
        return event -> event.at(pointer).equals(commit.value());
    }

    private static String shortRevision(SeenEvent event) {
        return new CommitId(event.at("/revision")).shortForm();
    }

    private static String image(SeenEvent built) {
        return built.at("/image") + ":" + built.at("/tag");
    }

    private static String edit(SeenEvent committed) {
        return committed.at("/edits/0/path") + ": " + committed.at("/edits/0/from") + " -> "
                + committed.at("/edits/0/to");
    }

    private static String drift(SeenEvent drift) {
        return "%s by %s (%s): %s, not %s"
                .formatted(
                        drift.at("/fields/0/path"),
                        drift.at("/fields/0/manager"),
                        drift.at("/fields/0/operation"),
                        drift.at("/fields/0/live"),
                        drift.at("/fields/0/desired"));
    }
}
