package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cluster.application.ImmutablePolicy;
import dev.millrace.events.value.CommitId;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.plan.object.Confirmation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreatmentTest {
    private static final CommitId REVISION = new CommitId("a".repeat(40));
    private static final String ADVICE =
            ", and recreating it would delete all that it holds; to confirm, annotate the Application with millrace.dev/confirm-prune: "
                    + REVISION;

    @ParameterizedTest(name = "{0} {1}, policy {2}, annotated {3}, confirmed {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "batch/v1                | Job                      | REPORT  | false | none    | false | false",
                "batch/v1                | Job                      | REPORT  | true  | none    | true  | false",
                "batch/v1                | Job                      | REPLACE | false | none    | true  | false",
                "apiextensions.k8s.io/v1 | CustomResourceDefinition | REPORT  | false | this    | false | false",
                "apiextensions.k8s.io/v1 | CustomResourceDefinition | REPORT  | true  | none    | false | true",
                "apiextensions.k8s.io/v1 | CustomResourceDefinition | REPLACE | false | none    | false | true",
                "apiextensions.k8s.io/v1 | CustomResourceDefinition | REPLACE | false | another | false | true",
                "apiextensions.k8s.io/v1 | CustomResourceDefinition | REPLACE | false | this    | true  | false",
                "v1                      | Namespace                | REPORT  | true  | none    | false | true",
                "v1                      | Namespace                | REPORT  | true  | this    | true  | false",
                "x.example/v1            | Namespace                | REPLACE | false | none    | true  | false",
            })
    void replacesNothingThatHoldsOthersWithoutAConfirmation(
            String apiVersion,
            String kind,
            ImmutablePolicy policy,
            boolean annotated,
            String confirmed,
            boolean replaced,
            boolean advised) {
        Manifest manifest = ManifestReader.read(
                        "a.yaml",
                        "{apiVersion: %s, kind: %s, metadata: {name: a, annotations: {millrace.dev/replace: '%s'}}}"
                                .formatted(apiVersion, kind, annotated))
                .objects()
                .getFirst();
        Treatment treatment = new Treatment(policy, List.of(), List.of());
        Confirmation confirmation =
                switch (confirmed) {
                    case "this" -> new Confirmation(REVISION, Optional.of(REVISION.value()));
                    case "another" -> new Confirmation(REVISION, Optional.of("b".repeat(40)));
                    default -> new Confirmation(REVISION, Optional.empty());
                };

        assertThat(treatment.mayReplace(manifest, confirmation)).isEqualTo(replaced);
        assertThat(treatment.notReplaced(manifest, "spec.scope can't be changed", confirmation))
                .isEqualTo("spec.scope can't be changed" + (advised ? ADVICE : ""));
    }

    @ParameterizedTest
    @CsvSource({
        "v1, ConfigMap, true",
        "v1, PersistentVolumeClaim, false",
        "v1, Namespace, false",
        "apiextensions.k8s.io/v1, CustomResourceDefinition, false",
    })
    void anObjectThatAnotherClientRecreatedIsReplacedUnlessThatDeletesData(
            String apiVersion, String kind, boolean replaced) {
        Manifest manifest = ManifestReader.read(
                        "a.yaml", "{apiVersion: %s, kind: %s, metadata: {name: a}}".formatted(apiVersion, kind))
                .objects()
                .getFirst();
        ApplyAnswer.Immutable answer = new ApplyAnswer.Immutable("data can't be changed", true);

        assertThat(Treatment.PLAIN.mayReplace(manifest, answer, new Confirmation(REVISION, Optional.empty())))
                .isEqualTo(replaced);
    }
}
