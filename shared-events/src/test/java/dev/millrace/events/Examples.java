package dev.millrace.events;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.events.value.Traceparent;
import dev.millrace.events.wire.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** One delivery from push to drift: an event of each kind with every field set, as in the golden files. */
public final class Examples {
    public static final RepositoryId APP = RepositoryId.parse("https://git.example.com/shop/web.git");
    public static final RepositoryId CONFIG = RepositoryId.parse("git@git.example.com:shop/config.git");
    public static final GitRef MAIN = GitRef.branch("main");
    public static final CommitId PUSHED = new CommitId("5f0c1d3a8f5e4a6bb6b1c2f0a9d8e7c6b5a49382");
    public static final CommitId BEFORE = new CommitId("0a1b2c3d4e5f60718293a4b5c6d7e8f901234567");
    public static final CommitId CONFIG_BEFORE = new CommitId("89abcdef0123456789abcdef0123456789abcdef");
    public static final CommitId CONFIG_AFTER = new CommitId("1234567890abcdef1234567890abcdef12345678");
    public static final ImageName IMAGE = new ImageName("registry.example.com/shop/web");
    public static final Tag TAG = new Tag("5f0c1d3a8f5e");
    public static final Digest DIGEST = new Digest("sha256:" + "4b".repeat(32));
    public static final ApplicationId APPLICATION = ApplicationId.parse("local/apps/web-staging");
    public static final String UID = "6c0e1a52-8a0b-4f0e-9a75-3f3a2d1c0b9a";
    public static final UUID CLUSTER_UID = UUID.fromString("3d9a41c7-52e8-4b06-a1f4-6c8b0e7d2f95");
    public static final ObjectRef DEPLOYMENT = new ObjectRef("apps/v1", "Deployment", Optional.of("staging"), "web");

    private static final ObjectRef CONFIG_MAP = new ObjectRef("v1", "ConfigMap", Optional.of("staging"), "web-old");
    private static final ChainId CHAIN = ChainId.of(APP, PUSHED);
    private static final Traceparent TRACE = new Traceparent("00-0af7651916cd43dd8448eb211c80319c-b2925a7e39c60f4f-01");
    private static final String REFERENCE = "registry.example.com/shop/web:5f0c1d3a8f5e";

    private Examples() {}

    /** The events in the order of the delivery. */
    public static Stream<Envelope<? extends Event>> all() {
        Envelope<SourceChanged> pushed =
                Envelope.first(sourceChanged(), "image-builder-svc", at(0), CHAIN, Optional.of(TRACE));
        Envelope<ImageBuilt> built = pushed.followedBy(imageBuilt(), "image-builder-svc", at(5));
        Envelope<UpdateRequested> requested = built.followedBy(updateRequested(), "manifest-updater-svc", at(6));
        Envelope<ConfigCommitted> committed = requested.followedBy(configCommitted(), "manifest-updater-svc", at(7));
        Envelope<SyncCompleted> synced = committed.followedBy(syncCompleted(), "sync-agent-svc", at(10));
        return Stream.of(
                pushed,
                Envelope.first(
                        buildAttempted(), "image-builder-svc", at(4), ChainId.of(APP, PUSHED), Optional.of(TRACE)),
                Envelope.first(
                        imagePushed(), "image-builder-svc", at(4), imagePushed().chain(), Optional.of(TRACE)),
                pushed.followedBy(buildFailed(), "image-builder-svc", at(4)),
                built,
                requested,
                committed,
                synced,
                synced.followedBy(healthChanged(), "sync-agent-svc", at(20)),
                synced.followedBy(driftDetected(), "drift-detector-svc", at(30)),
                synced.followedBy(driftState(), "drift-detector-svc", at(35)),
                synced.followedBy(policyState(), "manifest-updater-svc", at(40)));
    }

    public static SourceChanged sourceChanged() {
        return new SourceChanged(APP, MAIN, BEFORE, PUSHED, at(0));
    }

    public static BuildAttempted buildAttempted() {
        return new BuildAttempted("0123456789abcdef", APP, PUSHED, IMAGE, 1, at(4));
    }

    public static ImagePushed imagePushed() {
        return new ImagePushed(IMAGE, TAG, Optional.of(DIGEST), "distribution", at(4));
    }

    public static BuildFailed buildFailed() {
        return new BuildFailed(
                APP,
                PUSHED,
                MAIN,
                Optional.of(IMAGE),
                "9d".repeat(32),
                BuildFailed.Stage.TEST,
                Optional.of(2),
                "the tests of registry.example.com/shop/web ended with exit status 2",
                "STEP 4/7: RUN ./test.sh\n2 of 40 checks failed\n",
                at(1),
                at(4));
    }

    public static ImageBuilt imageBuilt() {
        return new ImageBuilt(
                IMAGE,
                TAG,
                DIGEST,
                List.of(new Platform("linux/amd64"), new Platform("linux/arm64")),
                Optional.of(source()),
                Optional.of(new ImageBuilt.Tests("test", 1200, Optional.of(new ImageBuilt.Counts(40, 0, 2)))),
                Optional.of("buildah"),
                ImageBuilt.Origin.BUILD,
                Optional.of(at(1)),
                Optional.of(at(3)),
                at(4));
    }

    public static UpdateRequested updateRequested() {
        return new UpdateRequested(
                CONFIG,
                MAIN,
                "web-staging",
                "staging",
                UpdateRequested.Kind.REVERT,
                IMAGE,
                TAG,
                DIGEST,
                at(4),
                Optional.of(at(3)),
                Optional.of(source()),
                Optional.of(CONFIG_BEFORE),
                imageBuilt().id(),
                at(6));
    }

    public static ConfigCommitted configCommitted() {
        return new ConfigCommitted(
                CONFIG,
                MAIN,
                CONFIG_BEFORE,
                CONFIG_AFTER,
                Optional.of(CONFIG_BEFORE),
                List.of("apps/overlays/staging/kustomization.yaml"),
                0,
                List.of(new ConfigCommitted.Edit(
                        "web-staging",
                        "apps/overlays/staging/kustomization.yaml",
                        "images[0].newTag",
                        "0a1b2c3d4e5f",
                        TAG.value())),
                ConfigCommitted.Origin.UPDATE,
                List.of(new Cause(CHAIN, imageBuilt().id())),
                at(7));
    }

    public static SyncCompleted syncCompleted() {
        return new SyncCompleted(
                APPLICATION,
                UID,
                Optional.of(CLUSTER_UID),
                7,
                Optional.of(UUID.fromString("0b8f5a3e-2d47-4c1b-9e60-7a5d3c2b1f08")),
                Optional.of(UUID.fromString("9d2c7e14-6b3a-4f58-8c01-5e4f3a2b1c0d")),
                SyncCompleted.Outcome.Failed,
                Optional.of("1 of 12 objects is not healthy"),
                CONFIG,
                MAIN,
                CONFIG_AFTER,
                Optional.of(CONFIG_BEFORE),
                new SyncCompleted.Counts(1, 2, 9, 0, 1),
                List.of(new SyncCompleted.ObjectChange(DEPLOYMENT, SyncCompleted.Action.CONFIGURED)),
                List.of(REFERENCE),
                List.of(new SyncCompleted.ObjectFailure(
                        DEPLOYMENT,
                        SyncCompleted.FailureKind.ROLLOUT,
                        "container web crashes: exit status 1",
                        true,
                        List.of(REFERENCE))),
                List.of(CONFIG_MAP),
                at(8),
                Optional.of(at(9)),
                Optional.of(at(10)),
                SyncCompleted.Trigger.EVENT,
                List.of(new Cause(CHAIN, configCommitted().id())));
    }

    public static HealthChanged healthChanged() {
        return new HealthChanged(
                APPLICATION,
                UID,
                Optional.of(CLUSTER_UID),
                Health.Healthy,
                Health.Degraded,
                at(20),
                Optional.of(CONFIG_AFTER),
                List.of(new HealthChanged.ObjectHealth(DEPLOYMENT, Health.Degraded, "0 of 2 replicas are ready")));
    }

    public static DriftDetected driftDetected() {
        return new DriftDetected(
                APPLICATION,
                UID,
                Optional.of(CLUSTER_UID),
                DEPLOYMENT,
                Optional.of("1f6b3c2d-5e4f-4a3b-8c2d-1e0f9a8b7c6d"),
                DriftDetected.Change.Resolved,
                List.of(
                        new DriftDetected.FieldDrift(
                                "spec.replicas",
                                Optional.of(IntNode.valueOf(2)),
                                Optional.of(IntNode.valueOf(5)),
                                false,
                                Optional.of("kubectl-scale"),
                                Optional.of("Update"),
                                Optional.of(at(29)),
                                Optional.of("scale"),
                                Optional.of(true)),
                        new DriftDetected.FieldDrift(
                                "metadata.labels",
                                Optional.of(
                                        JsonNodeFactory.instance.objectNode().put("tier", "web")),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                Optional.of(CONFIG_AFTER),
                Optional.of(EventId.of("drift.detected", "an earlier one")),
                true,
                at(30),
                Optional.empty(),
                Optional.of(3));
    }

    public static DriftState driftState() {
        return DriftState.after(new DriftDetected(
                APPLICATION,
                UID,
                Optional.of(CLUSTER_UID),
                DEPLOYMENT,
                Optional.of("1f6b3c2d-5e4f-4a3b-8c2d-1e0f9a8b7c6d"),
                DriftDetected.Change.Missing,
                List.of(),
                Optional.of(CONFIG_AFTER),
                Optional.empty(),
                true,
                at(35),
                Optional.of(driftDetected().id()),
                Optional.empty()));
    }

    public static PolicyState policyState() {
        return new PolicyState(
                CONFIG,
                "web-staging",
                Optional.of(new PolicyState.Hold("ada", "the sale begins", at(40))),
                List.of(new PolicyState.Release(DIGEST, "ada", "the database is back", at(39))),
                List.of(new PolicyState.Approval(EventId.of("promotion", "an earlier one"), "grace", at(38))),
                at(40));
    }

    public static Source source() {
        return new Source(APP, PUSHED, MAIN, at(0), 42, Optional.of("Greet the customers"));
    }

    private static Instant at(int seconds) {
        return Instant.parse("2026-03-14T09:26:53.589Z").plusSeconds(seconds);
    }
}
