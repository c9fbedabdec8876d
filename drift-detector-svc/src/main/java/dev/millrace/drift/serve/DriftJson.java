package dev.millrace.drift.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Events as JSON: as on {@code drift.detected}, with their id and chain first. */
final class DriftJson {
    private static final JsonMapper JSON = new JsonMapper();

    private DriftJson() {}

    static ObjectNode of(Envelope<DriftDetected> drift) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", drift.id().value());
        view.put("chain", drift.chain().value());
        try {
            JsonNode event = JSON.readTree(EventCodec.encode(drift).value());
            event.properties().forEach(field -> view.set(field.getKey(), field.getValue()));
            return view;
        } catch (IOException e) {
            throw new UncheckedIOException("an event that was encoded can be read", e);
        }
    }

    static ObjectNode withDiff(Envelope<DriftDetected> drift) {
        return of(drift).put("diff", UnifiedDiff.of(drift.event()));
    }

    /**
     * A page of events.
     *
     * @param next where the next page begins; empty on the last one
     * @param isComplete false if events may be missing between these
     */
    static ObjectNode page(List<Envelope<DriftDetected>> drifts, Optional<String> next, boolean isComplete) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        var items = page.putArray("items");
        drifts.forEach(drift -> items.add(of(drift)));
        next.ifPresent(cursor -> page.put("next", cursor));
        return page.put("complete", isComplete);
    }
}
