package dev.millrace.sync.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Health;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.status.Summary.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The gauges of an application live as long as it does. */
class ApplicationMetricsTest {
    private static final ApplicationId WEB = new ApplicationId("test", "shop", "web");
    private static final ApplicationId CART = new ApplicationId("test", "shop", "cart");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ApplicationMetrics metrics = new ApplicationMetrics(registry);

    private Map<String, Double> gauges(String application) {
        Map<String, Double> all = new TreeMap<>();
        registry.find("millrace.application.ready").gauges();
        registry.getMeters().stream()
                .filter(meter -> application.equals(meter.getId().getTag("application")))
                .forEach(meter -> all.put(
                        meter.getId().getName().replace("millrace.application.", ""),
                        meter.measure().iterator().next().getValue()));
        return all;
    }

    private void show(ApplicationId id, State state, Optional<Health> health, int objects, long attempts) {
        metrics.show("uid-" + id.name(), id, new Summary(state, "Why", ""), health, objects, attempts);
    }

    static final List<Arguments> STATES = List.of(
            arguments(State.READY, Optional.of(Health.Healthy), 1.0, 0.0, 1.0),
            arguments(State.RECONCILING, Optional.of(Health.Progressing), 0.0, 0.0, 0.0),
            arguments(State.NOT_READY, Optional.of(Health.Degraded), 0.0, 0.0, 0.0),
            arguments(State.STALLED, Optional.of(Health.Unknown), 0.0, 1.0, 0.0),
            arguments(State.READY, Optional.empty(), 1.0, 0.0, Double.NaN));

    @ParameterizedTest(name = "{0} {1}")
    @FieldSource("STATES")
    void eachStateHasItsValues(State state, Optional<Health> health, double ready, double stalled, double healthy) {
        show(WEB, state, health, 3, 12);

        assertThat(gauges("web"))
                .isEqualTo(Map.of(
                        "ready", ready, "stalled", stalled, "healthy", healthy, "objects", 3.0, "attempts", 12.0));
    }

    @Test
    void theSameGaugesFollowTheState() {
        show(WEB, State.READY, Optional.of(Health.Healthy), 3, 1);
        show(WEB, State.STALLED, Optional.of(Health.Degraded), 0, 2);

        assertThat(gauges("web"))
                .isEqualTo(Map.of("ready", 0.0, "stalled", 1.0, "healthy", 0.0, "objects", 0.0, "attempts", 2.0));
    }

    @Test
    void anApplicationThatIsGoneLeavesNoGauge() {
        show(WEB, State.READY, Optional.empty(), 1, 1);
        show(CART, State.READY, Optional.empty(), 1, 1);

        metrics.forget("uid-web");
        metrics.forget("uid-web");

        assertThat(gauges("web")).isEmpty();
        assertThat(gauges("cart")).hasSize(5);
    }

    @Test
    void anAgentThatIsNoLongerTheLeaderShowsNothing() {
        show(WEB, State.READY, Optional.empty(), 1, 1);
        show(CART, State.READY, Optional.empty(), 1, 1);

        metrics.reset();
        show(CART, State.STALLED, Optional.empty(), 2, 2);

        assertThat(gauges("web")).isEmpty();
        assertThat(gauges("cart")).containsEntry("attempts", 2.0);
    }
}
