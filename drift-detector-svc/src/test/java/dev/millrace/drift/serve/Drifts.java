package dev.millrace.drift.serve;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.wire.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events of one application. */
final class Drifts {
    static final Instant AT = Instant.parse("2026-03-14T09:00:00Z");

    private Drifts() {}

    static FieldDrift field(String path, String desired, String live) {
        return new FieldDrift(
                path,
                Optional.of(TextNode.valueOf(desired)),
                Optional.of(TextNode.valueOf(live)),
                false,
                Optional.of("kubectl-edit"),
                Optional.of("Update"),
                Optional.of(AT),
                Optional.of("scale"),
                Optional.empty());
    }

    static FieldDrift redacted(String path) {
        return new FieldDrift(
                path, Optional.empty(), Optional.empty(), true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static DriftDetected event(String name, Change change, FieldDrift... fields) {
        return new DriftDetected(
                new ApplicationId("test", "apps", "web"),
                "app-1",
                new ObjectRef("v1", "ConfigMap", Optional.of("shop"), name),
                Optional.of("u"),
                change,
                List.of(fields),
                Optional.empty(),
                change == Change.Resolved ? Optional.of(EventId.of("drift.detected", name)) : Optional.empty(),
                false,
                AT);
    }

    static Envelope<DriftDetected> drift(String name) {
        EventId chain = EventId.of("chain", "a");
        return Envelope.first(
                event(name, Change.Missing), "drift-detector-svc", AT, new ChainId(chain.value()), Optional.empty());
    }
}
