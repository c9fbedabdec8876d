package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.HandClock;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindsTest {
    private static final String GROUP = "GET /apis/x.example/v1";
    private static final ObjectRef THING = new ObjectRef("x.example/v1", "Thing", Optional.of("shop"), "a");

    private final CannedServer server = new CannedServer();
    private final HandClock clock = new HandClock();
    private final Kinds kinds = new Kinds(server.client(), clock);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aKindIsServedByItsResourceInItsScope() {
        server.serve("x.example/v1", "things Thing", "things/status Thing", "zones Zone cluster");
        server.serve("v1", "pods Pod");

        assertThat(kinds.of(THING).map(KindsTest::shown)).contains("x.example v1 things namespaced");
        assertThat(kinds.of(new ObjectRef("x.example/v1", "Zone", Optional.empty(), "a"))
                        .map(KindsTest::shown))
                .contains("x.example v1 zones cluster-scoped");
        assertThat(kinds.of(new ObjectRef("v1", "Pod", Optional.of("shop"), "a"))
                        .map(KindsTest::shown))
                .contains(" v1 pods namespaced");
        assertThat(server.count(GROUP)).as("requests for the group").isEqualTo(1);
    }

    @Test
    void aMissingKindIsRequestedAgainAfterAWhileAndNotBefore() {
        server.serve("x.example/v1", "others Other").serve("x.example/v1", "others Other", "things Thing");

        assertThat(kinds.of(THING)).isEmpty();
        clock.forward(Duration.ofSeconds(2));
        assertThat(kinds.of(THING)).as("after exactly two seconds").isEmpty();
        clock.forward(Duration.ofMillis(1));

        assertThat(kinds.of(THING)).isPresent();
        assertThat(server.count(GROUP)).isEqualTo(2);
    }

    @Test
    void aKnownKindIsNotRequestedAgainHoweverOld() {
        server.serve("x.example/v1", "things Thing").refuse(GROUP, 503, "unavailable");

        assertThat(kinds.of(THING)).isPresent();
        clock.forward(Duration.ofDays(1));

        assertThat(kinds.of(THING)).isPresent();
    }

    @Test
    void knownKindsStayIfTheGroupStopsAnswering() {
        ObjectRef other = new ObjectRef("x.example/v1", "Other", Optional.of("shop"), "a");
        server.serve("x.example/v1", "things Thing").refuse(GROUP, 503, "unavailable");
        assertThat(kinds.of(THING)).isPresent();
        clock.forward(Duration.ofSeconds(3));

        assertThatThrownBy(() -> kinds.of(other)).isInstanceOf(ClusterUnavailable.class);

        assertThat(kinds.of(THING)).isPresent();
    }

    @Test
    void aForgottenGroupIsRequestedAgainAtOnceInAllVersionsAndNoOther() {
        server.serve("x.example/v1", "things Thing").serve("v1", "pods Pod");
        ObjectRef pod = new ObjectRef("v1", "Pod", Optional.of("shop"), "a");
        assertThat(kinds.of(THING)).isPresent();
        assertThat(kinds.of(pod)).isPresent();

        kinds.forget("x.example");
        kinds.forget("x");

        assertThat(kinds.of(THING)).isPresent();
        assertThat(kinds.of(pod)).isPresent();
        assertThat(server.count(GROUP)).isEqualTo(2);
        assertThat(server.count("GET /api/v1")).isEqualTo(1);
    }

    @Test
    void anApiServerThatIsStartingMayNotKnowItsKindsYet() {
        server.refuse("GET /readyz", 500, "not ready");

        assertThatThrownBy(() -> kinds.of(THING))
                .isExactlyInstanceOf(ClusterUnavailable.class)
                .hasMessage("asking for the kinds of x.example/v1: the API server is starting");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void aReadinessThatTheAgentMayNotReadIsHidden(int code) {
        server.refuse("GET /readyz", code, "no");

        assertThat(Readiness.of(server.client())).isEqualTo(Readiness.HIDDEN);
    }

    @Test
    void aKindOfAGroupThatDoesNotAnswerIsNotAnsweringAndOtherFailuresAreThrown() {
        server.refuse(GROUP, 403, "forbidden").refuse("GET /apis/y.example/v1", 503, "unavailable");

        assertThat(kinds.answering(THING)).isEmpty();
        assertThatThrownBy(() -> kinds.answering(new ObjectRef("y.example/v1", "Thing", Optional.of("shop"), "a")))
                .isExactlyInstanceOf(ClusterUnavailable.class);
    }

    private static String shown(ResourceDefinitionContext kind) {
        return kind.getGroup() + " " + kind.getVersion() + " " + kind.getPlural() + " "
                + (kind.isNamespaceScoped() ? "namespaced" : "cluster-scoped");
    }
}
