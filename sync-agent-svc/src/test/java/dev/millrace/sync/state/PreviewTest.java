package dev.millrace.sync.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.sync.Sample;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.manifest.Manifests;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.Stage;
import dev.millrace.sync.plan.SyncPlan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The changes that an attempt would make, in one line. */
class PreviewTest {
    private static final Manifests RENDERED =
            ManifestReader.read("one.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n");
    private static final Manifests UNREADABLE = ManifestReader.read("one.yaml", "{");
    private static final Manifest ONE = RENDERED.objects().getFirst();
    private static final String COMMIT = Sample.NEW.shortForm();

    private static SyncPlan plan(
            List<Operation> operations, List<Operation.Refuse> refuse, int undesired, Pruning pruning) {
        return new SyncPlan(
                operations.stream()
                        .map(operation -> new PlanStep(0, Stage.GROUND, List.of(operation)))
                        .toList(),
                List.of(new Operation.Leave(ONE)),
                refuse,
                java.util.stream.IntStream.range(0, undesired)
                        .mapToObj(i -> new Operation.Prune(Sample.ref("old" + i), "uid"))
                        .toList(),
                pruning);
    }

    static final List<Arguments> PLANS = List.of(
            arguments(
                    "all is as it should be",
                    RENDERED,
                    plan(List.of(), List.of(), 0, new Pruning.Allowed()),
                    true,
                    " would change nothing"),
            arguments(
                    "each kind of change is counted",
                    RENDERED,
                    plan(
                            List.of(
                                    new Operation.Create(ONE),
                                    new Operation.Create(ONE),
                                    new Operation.Adopt(ONE),
                                    new Operation.Apply(ONE, "uid")),
                            List.of(new Operation.Refuse(ONE, "it belongs to another")),
                            3,
                            new Pruning.Allowed()),
                    false,
                    " would create 2, adopt 1, change 1, prune 3, refuse 1"),
            arguments(
                    "objects that stay by choice are no change",
                    RENDERED,
                    plan(List.of(), List.of(), 2, new Pruning.Off()),
                    true,
                    " would change nothing"),
            arguments(
                    "objects that wait for a confirmation are a change",
                    RENDERED,
                    plan(List.of(), List.of(), 2, new Pruning.Withheld("too many")),
                    false,
                    " would prune 2"),
            arguments(
                    "a document that can't be read is no agreement",
                    UNREADABLE,
                    plan(List.of(), List.of(), 0, new Pruning.Allowed()),
                    false,
                    " would not read 1"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("PLANS")
    void namesTheChangesOfAPlan(String name, Manifests rendered, SyncPlan plan, boolean nothing, String message) {
        assertThat(Preview.of(Sample.NEW, "inputs", rendered, plan))
                .as(name)
                .isEqualTo(new Preview(Sample.NEW, "inputs", nothing, COMMIT + message));
    }

    @Test
    void aCommitThatCannotBeRenderedIsNoAgreement() {
        assertThat(Preview.impossible(Sample.NEW, "inputs", "kustomization.yaml: line 2"))
                .isEqualTo(new Preview(
                        Sample.NEW, "inputs", false, COMMIT + " can't be rendered: kustomization.yaml: line 2"));
    }

    @Test
    void isOfOneCommitWithOneSetOfInputs() {
        Preview preview = new Preview(Sample.NEW, "inputs", true, "");

        assertThat(preview.isOf(Sample.NEW, "inputs")).isTrue();
        assertThat(preview.isOf(Sample.NEW, "other inputs")).isFalse();
        assertThat(preview.isOf(Sample.OLD, "inputs")).isFalse();
    }
}
