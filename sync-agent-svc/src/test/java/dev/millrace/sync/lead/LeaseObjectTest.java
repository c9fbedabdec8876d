package dev.millrace.sync.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.sync.ApiStandIn;
import dev.millrace.sync.HandClock;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every write of the Lease names the version that it replaces, and the loser of two learns it. */
class LeaseObjectTest {
    private static final String PATH = "/apis/coordination.k8s.io/v1/namespaces/millrace/leases/sync-agent";
    private final ApiStandIn api = new ApiStandIn();
    private final LeaseObject lease = with(Duration.ofSeconds(15));

    private LeaseObject with(Duration duration) {
        return new LeaseObject(api.client(), "millrace", "sync-agent", duration, new HandClock());
    }

    private static Lease found(String holder, @Nullable Integer transitions) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName("sync-agent")
                .withNamespace("millrace")
                .withResourceVersion("41")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(60)
                .withLeaseTransitions(transitions)
                .endSpec()
                .build();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void theFirstHolderHasNoTransition() {
        Optional<Lease> created = lease.create("agent-1");

        JsonNode body = api.requests("POST").getLast().json();
        assertThat(created).isPresent();
        assertThat(body.at("/spec/holderIdentity").asText()).isEqualTo("agent-1");
        assertThat(body.at("/spec/leaseDurationSeconds").asInt()).isEqualTo(15);
        assertThat(body.at("/spec/leaseTransitions").asInt()).isZero();
        assertThat(body.at("/spec/renewTime").asText()).startsWith("2026-01-01T00:00:00");
    }

    @Test
    void aRenewalKeepsTheHolderAndNamesTheVersion() {
        lease.renew(found("agent-1", 3));

        JsonNode body = api.requests("PUT").getLast().json();
        assertThat(body.at("/metadata/resourceVersion").asText()).isEqualTo("41");
        assertThat(body.at("/spec/holderIdentity").asText()).isEqualTo("agent-1");
        assertThat(body.at("/spec/leaseTransitions").asInt()).isEqualTo(3);
        assertThat(body.at("/spec/leaseDurationSeconds").asInt())
                .as("the duration is this agent's")
                .isEqualTo(15);
    }

    static final List<Arguments> TRANSITIONS = List.of(arguments(null, 1), arguments(0, 1), arguments(7, 8));

    @ParameterizedTest(name = "after {0}: {1}")
    @FieldSource("TRANSITIONS")
    void aNewHolderCountsTheTransition(@Nullable Integer before, int after) {
        lease.take(found("agent-1", before), "agent-2");

        JsonNode body = api.requests("PUT").getLast().json();
        assertThat(body.at("/metadata/resourceVersion").asText()).isEqualTo("41");
        assertThat(body.at("/spec/holderIdentity").asText()).isEqualTo("agent-2");
        assertThat(body.at("/spec/leaseTransitions").asInt()).isEqualTo(after);
    }

    @Test
    void aReleasedLeaseHasNoHolder() {
        lease.release(found("agent-1", 3));

        assertThat(api.requests("PUT")
                        .getLast()
                        .json()
                        .at("/spec/holderIdentity")
                        .asText())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 404})
    void theLoserOfTwoWritesLearnsIt(int code) {
        api.failing("PUT", code).failing("POST", code);

        assertThat(lease.create("agent-2")).isEmpty();
        assertThat(lease.renew(found("agent-1", 3))).isEmpty();
        assertThat(lease.take(found("agent-1", 3), "agent-2")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 422, 503})
    void anyOtherAnswerIsAnError(int code) {
        api.failing("PUT", code);

        assertThatThrownBy(() -> lease.renew(found("agent-1", 3)))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(code));
    }

    @Test
    void aLeaseThatDoesNotExistIsEmpty() {
        assertThat(lease.read()).isEmpty();

        api.having(PATH, found("agent-1", 3));

        assertThat(lease.read().map(LeaseObject::holder)).contains("agent-1");
    }

    @Test
    void aLeaseOfLessThanASecondIsOneSecond() {
        with(Duration.ofMillis(300)).create("agent-1");

        assertThat(api.requests("POST")
                        .getLast()
                        .json()
                        .at("/spec/leaseDurationSeconds")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aLeaseWithoutAHolderIsHeldByNobody() {
        assertThat(LeaseObject.holder(new LeaseBuilder().withNewSpec().endSpec().build()))
                .isEmpty();
    }
}
