package dev.millrace.builder;

import dev.millrace.testbed.delivery.BuildkitPrograms;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The settings of a service without a broker: its channels are in memory. */
final class OfflineSettings {
    private OfflineSettings() {}

    static Map<String, String> create() {
        Map<String, String> settings = new HashMap<>(BuildkitPrograms.configuration());
        for (String channel : List.of(
                "incoming.source-changed",
                "incoming.image-pushed",
                "incoming.status-built",
                "incoming.status-failed",
                "incoming.unreadable",
                "outgoing.events")) {
            settings.put("mp.messaging." + channel + ".connector", InMemoryConnector.CONNECTOR);
        }
        return settings;
    }
}
