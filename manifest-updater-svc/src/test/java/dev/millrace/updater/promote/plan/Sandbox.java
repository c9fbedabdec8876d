package dev.millrace.updater.promote.plan;

import dev.millrace.events.PolicyState;
import dev.millrace.events.PolicyState.Approval;
import dev.millrace.events.PolicyState.Hold;
import dev.millrace.events.Source;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.decide.BranchState;
import dev.millrace.updater.decide.BuildInfo;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.decide.WrittenUpdates;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Promotion.After;
import dev.millrace.updater.policy.Promotion.Freeze;
import dev.millrace.updater.policy.Promotion.Gates;
import dev.millrace.updater.policy.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A policy for production, and its history. */
final class Sandbox {
    static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    static final ImageName IMAGE = new ImageName("reg.example/shop/web");
    static final String POLICY = "web-production";
    static final RepositoryId CONFIG = new RepositoryId("git.example/shop/config");

    Instant now = NOON;

    private final Map<String, Map<ApplicationId, List<Fact>>> upstreams = new LinkedHashMap<>();
    private final List<ApplicationId> silent = new ArrayList<>();
    private Optional<String> conflict = Optional.empty();
    private final Map<Digest, EventId> released = new HashMap<>();
    private final Set<Digest> bad = new HashSet<>();
    private final List<Approval> approvals = new ArrayList<>();
    private List<KnownImage> images = List.of(image(1), image(2));
    private List<Instant> written = List.of();
    private WrittenUpdates updates = WrittenUpdates.NONE;
    private Optional<After> after = Optional.empty();
    private Optional<Hold> hold = Optional.empty();
    private Gates gates = Gates.NONE;
    private Delivery delivery = Delivery.PUSH;

    /** The n-th image of the main branch. */
    static KnownImage image(int n) {
        Source source = source(n);
        return new KnownImage(
                new Tag("t" + n),
                new Digest("sha256:" + Integer.toHexString(n).repeat(64)),
                Optional.of(source),
                NOON,
                Optional.empty(),
                ChainId.of(source.repository(), source.commit()),
                EventId.of("image.built", "t" + n));
    }

    static EventId attempt(String application, Instant at) {
        return EventId.of("sync.completed", application, at.toString());
    }

    private static Source source(int n) {
        return new Source(
                new RepositoryId("git.example/shop/app"),
                new CommitId(Integer.toHexString(n).repeat(40)),
                GitRef.branch("main"),
                NOON.plusSeconds(n),
                n);
    }

    Sandbox after(Duration healthy, String... environments) {
        return after(new After(List.of(environments), true, healthy));
    }

    Sandbox afterAny(Duration healthy, String... environments) {
        return after(new After(List.of(environments), false, healthy));
    }

    private Sandbox after(After conditions) {
        after = Optional.of(conditions);
        conditions.environments().forEach(name -> upstreams.put(name, new HashMap<>()));
        return this;
    }

    /** Two clusters have the name of the upstream environment's. */
    Sandbox conflict(String reason) {
        conflict = Optional.of(reason);
        return this;
    }

    Sandbox silent(String application) {
        silent.add(application(application));
        return this;
    }

    Sandbox images(int... some) {
        images = Arrays.stream(some).mapToObj(Sandbox::image).toList();
        return this;
    }

    Sandbox floor(int n) {
        KnownImage image = image(n);
        updates = new WrittenUpdates(List.of(new WrittenUpdate(
                new CommitId("f".repeat(40)),
                POLICY,
                image.chain(),
                EventId.of("earlier"),
                IMAGE,
                image.tag(),
                image.digest(),
                new BuildInfo.FromSource(source(n)),
                Optional.empty())));
        return this;
    }

    Sandbox approval() {
        gates = new Gates(true, gates.freezes(), gates.perDay());
        return this;
    }

    Sandbox freeze(Freeze... freezes) {
        gates = new Gates(gates.approval(), List.of(freezes), gates.perDay());
        return this;
    }

    Sandbox perDay(int max, Instant... commits) {
        gates = new Gates(gates.approval(), gates.freezes(), OptionalInt.of(max));
        written = List.of(commits);
        return this;
    }

    Sandbox delivered(Delivery.Mode mode) {
        delivery = new Delivery(
                mode,
                delivery.branch(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Delivery.Request.MANUAL);
        return this;
    }

    void healthy(String application, int n, Instant at) {
        healthy("staging", application, n, at);
    }

    void healthy(String environment, String application, int n, Instant at) {
        facts(environment, application)
                .add(new Fact.AttemptEnd(
                        at, Optional.of(image(n).digest()), Fact.Ending.HEALTHY, attempt(application, at)));
    }

    void turned(String application, boolean healthy, Instant at) {
        facts("staging", application).add(new Fact.HealthChange(at, healthy));
    }

    private List<Fact> facts(String environment, String application) {
        return upstreams
                .computeIfAbsent(environment, name -> new HashMap<>())
                .computeIfAbsent(application(application), name -> new ArrayList<>());
    }

    private static ApplicationId application(String name) {
        return ApplicationId.parse("local/shop/" + name);
    }

    void bad(int n) {
        bad.add(image(n).digest());
    }

    void released(int n, EventId event) {
        released.put(image(n).digest(), event);
    }

    void hold(Hold by) {
        hold = Optional.of(by);
    }

    void approve(Approval approval) {
        approvals.add(approval);
    }

    PromotionPlan plan() {
        Promotion promotion = new Promotion(Optional.of("production"), after, gates, false);
        Policy policy = new Policy(POLICY, IMAGE, Versions.NEWEST, PlaceRules.MARKERS, promotion, "production");
        Set<String> held = hold.isPresent() ? Set.of(POLICY) : Set.of();
        return PromotionPlanner.plan(new Situation(
                CONFIG,
                GitRef.branch("main"),
                new Policies(List.of(policy), Map.of(), delivery, Map.of()),
                policy,
                new BranchState(updates, Map.of(), held),
                new PolicyState(CONFIG, POLICY, hold, List.of(), approvals, NOON),
                upstreams.entrySet().stream()
                        .map(one -> new Upstream(one.getKey(), one.getValue(), silent, conflict))
                        .toList(),
                images,
                bad,
                released,
                written,
                now));
    }
}
