package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Stage;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects that the real API server refuses: each fails alone, at the first answer, with advice. */
@WithParts(PartKind.CLUSTER)
class BadObjectIT {
    private final Access access = new Access("bad");

    @AfterEach
    void close() {
        access.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".spec.minReadySeconds|{apiVersion: apps/v1, kind: Deployment, metadata: {name: bad},"
                        + " spec: {minReadySeconds: soon, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}},"
                        + " spec: {containers: [{name: main, image: x}]}}}}",
                ".spec.replicas|{apiVersion: apps/v1, kind: Deployment, metadata: {name: bad},"
                        + " spec: {replicas: two, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}},"
                        + " spec: {containers: [{name: main, image: x}]}}}}"
            })
    void aValueOfAnotherTypeIsAskedForOnceAndNamedByItsField(String field, String yaml) {
        Manifest bad = access.manifest(yaml);
        List<Operation> operations =
                List.of(new Operation.Create(bad), new Operation.Create(access.configMap("good", "1")));

        List<Executor.Done> done =
                access.executor.run(new PlanStep(0, Stage.GROUND, operations), access.claim("app"), Access.PLAIN);

        assertThat(done.getFirst().answer()).isInstanceOfSatisfying(ApplyAnswer.Rejected.class, rejected -> {
            assertThat(rejected.kind()).isEqualTo(FailureKind.REJECTED);
            assertThat(rejected.reason()).contains(field, "needs quotes");
        });
        Access.stored(done.getLast().answer());
        assertThat(access.requests)
                .filteredOn(request -> request.startsWith("PATCH") && request.endsWith("/bad"))
                .hasSize(1);
    }

    @Test
    void aPortThatAnotherServiceHasIsAnsweredWithTheWayOut() {
        String service =
                "{apiVersion: v1, kind: Service, metadata: {name: web-%d}, spec: {type: NodePort, ports: [{port: 80, nodePort: 31877}]}}";
        Access.stored(access.run(new Operation.Create(access.manifest(service.formatted(1))), "app"));

        ApplyAnswer answer = access.run(new Operation.Create(access.manifest(service.formatted(2))), "app");

        assertThat(reason(answer)).contains("provided port is already allocated", "spec.pruneOrder: before");
    }

    @Test
    void aQuotaThatIsExceededIsNamed() {
        access.kubectl("create", "quota", "small", "--hard=configmaps=0");

        ApplyAnswer answer = access.run(new Operation.Create(access.configMap("a", "1")), "app");

        assertThat(reason(answer)).contains("exceeded quota: small", "raise the ResourceQuota small");
    }

    @Test
    void aFieldThatTheKindDoesNotHaveIsNamed() {
        ApplyAnswer answer = access.run(
                new Operation.Create(access.manifest(
                        "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {port: 80, ports: [{port: 80}]}}")),
                "app");

        assertThat(reason(answer)).contains(".spec.port: field not declared in schema", "kubectl explain");
    }

    @Test
    void aNamespaceThatIsMissingIsNamed() {
        ApplyAnswer answer = access.run(
                new Operation.Create(access.manifest(
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: no-such-namespace}}")),
                "app");

        assertThat(reason(answer)).contains("the namespace no-such-namespace doesn't exist");
    }

    @Test
    void annotationsThatAreTooLongAreAnsweredWithTheirLimit() {
        ApplyAnswer answer = access.run(
                new Operation.Create(
                        access.manifest("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {a: %s}}}"
                                .formatted("x".repeat(270_000)))),
                "app");

        assertThat(reason(answer))
                .contains("metadata.annotations: Too long", "256 KiB")
                .hasSizeLessThan(1_000);
    }

    private static String reason(ApplyAnswer answer) {
        assertThat(answer).isInstanceOf(ApplyAnswer.Rejected.class);
        return ((ApplyAnswer.Rejected) answer).reason();
    }
}
