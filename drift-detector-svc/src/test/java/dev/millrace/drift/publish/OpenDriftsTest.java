package dev.millrace.drift.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.drift.decide.LatestEvent;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenDriftsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OpenDrifts drifts = new OpenDrifts(new KindGauges(registry, "open", ""));

    @Test
    void countsTheOpenDriftsOfAnApplicationByKind() {
        drifts.apply(event("app-1", "a", Change.Missing));
        drifts.apply(event("app-1", "a", Change.Extra));
        drifts.apply(event("app-1", "b", Change.Missing));
        drifts.apply(event("app-2", "a", Change.Missing));

        assertThat(count("app-1")).isEqualTo(2);
        assertThat(count("app-2")).isEqualTo(1);
        assertThat(drifts.all()).hasSize(3);
        assertThat(drifts.latestOf("app-1")).hasSize(2);
        assertThat(drifts.latestOf("unknown")).isEmpty();
    }

    @Test
    void aResolvedDriftIsNotOpenAndItsIdIsRemembered() {
        drifts.apply(event("app-1", "a", Change.Missing));
        LatestEvent resolved = event("app-1", "a", Change.Resolved);

        drifts.apply(resolved);

        assertThat(drifts.all()).isEmpty();
        assertThat(drifts.latest(key("app-1", "a"))).contains(resolved);
        assertThat(count("app-1")).isZero();
    }

    @Test
    void theSeriesOfAnApplicationEndWithItsLastObject() {
        drifts.apply(event("app-1", "a", Change.Missing));
        drifts.apply(event("app-1", "b", Change.Resolved));

        drifts.remove(key("app-1", "a"));
        assertThat(registry.find("open").gauges()).hasSize(1);
        drifts.remove(key("app-1", "b"));

        assertThat(registry.find("open").gauges()).isEmpty();
        drifts.remove(key("app-1", "b"));
        assertThat(drifts.latest()).isEmpty();
    }

    private double count(String uid) {
        return registry.get("open")
                .tag("application", "test/apps/" + uid)
                .gauge()
                .value();
    }

    private static ObjectKey key(String uid, String name) {
        return ObjectKey.of(uid, ref(name));
    }

    private static ObjectRef ref(String name) {
        return new ObjectRef("v1", "ConfigMap", Optional.of("shop"), name);
    }

    private static LatestEvent event(String uid, String name, Change change) {
        DriftDetected event = new DriftDetected(
                new ApplicationId("test", "apps", uid),
                uid,
                ref(name),
                Optional.empty(),
                change,
                List.of(),
                Optional.empty(),
                change == Change.Resolved ? Optional.of(EventId.of("drift.detected", name)) : Optional.empty(),
                false,
                Instant.EPOCH);
        ChainId chain = new ChainId(EventId.of("chain", uid).value());
        return LatestEvent.after(Envelope.first(event, "drift-detector-svc", Instant.EPOCH, chain, Optional.empty()));
    }
}
