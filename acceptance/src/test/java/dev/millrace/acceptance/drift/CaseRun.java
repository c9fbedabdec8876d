package dev.millrace.acceptance.drift;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one case in its own namespace: applies its objects, takes its steps, and takes the standing steps with each object. */
final class CaseRun {
    static final String APPLICATION = "case";
    private static final String CONTROL = "control";

    private final DriftStage stage;
    private final DriftCase drift;
    private final LiveObjects live;
    private final Controls controls;
    private final Actions actions;
    private final List<StepResult> results = new ArrayList<>();

    CaseRun(DriftStage stage, DriftCase drift) {
        this.stage = stage;
        this.drift = drift;
        this.live = new LiveObjects(stage.api(), drift.namespace());
        this.controls = Controls.of(drift, live);
        this.actions = new Actions(stage.cluster(), drift, live);
    }

    List<StepResult> run() {
        try {
            Journal applied = journal();
            apply();
            add(new StepResult(drift.name(), "applied", true, Steps.noise(applied)));
            Steps steps = new Steps(journal(), live, controls, actions);
            StandingSteps standing = new StandingSteps(drift, live);
            standing.onCleanObjects().forEach(step -> take(steps, step));
            drift.steps().forEach(step -> take(steps, step));
            standing.onUsedObjects().forEach(step -> take(steps, step));
        } catch (RuntimeException | AssertionError e) {
            add(new StepResult(drift.name(), "set-up", true, List.of(String.valueOf(e.getMessage()))));
        } finally {
            drift.afterwards().forEach(this::cleanUp);
        }
        return results;
    }

    private Journal journal() {
        return Journal.begin(stage.tap(), DriftStage.key(drift.namespace()));
    }

    private void apply() {
        stage.openNamespace(drift.namespace());
        if (!drift.before().isEmpty()) {
            stage.cluster().apply(drift.namespace(), DriftCase.text(drift.before()));
        }
        String repository = "drift/" + drift.namespace();
        boolean apart = drift.heals(); // a control object must not be healed
        List<ObjectNode> all = new ArrayList<>(drift.manifest());
        if (!apart) {
            all.addAll(controls.objects());
        }
        stage.push(
                repository,
                Map.of(
                        APPLICATION + "/objects.yaml", DriftCase.text(all),
                        CONTROL + "/objects.yaml", DriftCase.text(controls.objects())));
        stage.create(drift.namespace(), APPLICATION, repository, drift.heals(), drift.conflicts());
        if (apart) {
            stage.create(drift.namespace(), CONTROL, repository, false, Optional.empty());
            stage.awaitSynced(drift.namespace(), CONTROL);
        }
        all.stream().filter(drift::isCustom).forEach(this::reportReady);
        stage.awaitSynced(drift.namespace(), APPLICATION);
        controls.passByAll(journal());
    }

    /** Takes the part of the operator of a custom resource. */
    private void reportReady(ObjectNode object) {
        ObjectNode ready = DriftCase.object(
                Map.of("status", Map.of("conditions", List.of(Map.of("type", "Ready", "status", "True")))));
        await("the agent applies " + LiveObjects.named(object))
                .atMost(DriftStage.SYNC_TIMEOUT)
                .until(() -> live.find(object).isPresent());
        live.patch(object, "", LiveObjects.MERGE, ready, "operator");
    }

    private void take(Steps steps, JsonNode step) {
        JsonNode target = actions.target(step, drift.manifest().getFirst());
        List<String> problems = new ArrayList<>();
        Optional<ObjectNode> before = Optional.empty();
        try {
            if (drift.heals()) {
                stage.awaitReady(drift.namespace(), APPLICATION);
            }
            before = live.find(target);
            problems.addAll(
                    steps.take(step, target, before.orElseGet(drift.manifest().getFirst()::deepCopy)));
        } catch (RuntimeException | AssertionError e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        if (!problems.isEmpty()) {
            before.ifPresent(this::restore);
        }
        boolean scored = step.path("score").asBoolean(true);
        add(new StepResult(drift.name(), step.path("do").asText(), scored, problems));
    }

    private void add(StepResult result) {
        System.out.println(result.row());
        results.add(result);
    }

    /** Puts the object back after a failed step, so that the next one starts as it should. */
    private void restore(ObjectNode before) {
        Journal journal = journal();
        try {
            actions.putBack(before);
        } catch (RuntimeException | AssertionError e) {
            return; // the next steps fail with their own reasons
        }
        journal.await(Steps.about(before).and(Steps::isResolved), Steps.SETTLE);
    }

    private void cleanUp(JsonNode action) {
        try {
            actions.carryOut(
                    action, drift.manifest().getFirst(), drift.manifest().getFirst());
        } catch (RuntimeException | AssertionError e) {
            System.err.println("drift case " + drift.name() + ": cleaning up failed: " + e.getMessage());
        }
    }
}
