package dev.millrace.sync.render.helm.chart;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * An {@code index.yaml}, <a href="https://helm.sh/docs/topics/chart_repository/">as Helm describes it</a>. Public ones have tens of megabytes,
 * so it is parsed as a stream, with a limit for each of its texts, and never held as a whole.
 */
final class ChartIndex {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(64 << 20).build();

    private final Iterator<Event> events;

    /** @param items the bytes that the events are read from */
    private ChartIndex(Iterator<Event> events, BoundedItems items) {
        this.events = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return events.hasNext();
            }

            @Override
            public Event next() {
                items.begin();
                return events.next();
            }
        };
    }

    record Entry(String url, Optional<String> digest) {}

    /**
     * Returns the location of a version of a chart; empty if the index doesn't have it.
     *
     * @throws IOException if the index can't be read from where it was stored
     */
    static Optional<Entry> find(InputStream index, String chart, String version) throws ChartUnavailable, IOException {
        try (BoundedItems items = new BoundedItems(index)) {
            Iterator<Event> events = new Parse(SETTINGS).parseInputStream(items).iterator();
            return new ChartIndex(events, items).find(chart, version);
        } catch (BoundedItems.TooLarge e) {
            throw ChartUnavailable.now("the repository's index.yaml has a text of more than 512 KiB");
        } catch (YamlEngineException e) {
            throw ChartUnavailable.now("the repository's index.yaml is not valid YAML");
        }
    }

    private Optional<Entry> find(String chart, String version) {
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.MappingStart) {
                return entered("entries") && entered(chart) ? inVersions(version) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Within a mapping: advances to the value of a key and enters it. */
    private boolean entered(String key) {
        while (events.next() instanceof ScalarEvent name) {
            Event value = events.next();
            if (name.getValue().equals(key)) {
                return value.getEventId() == Event.ID.MappingStart || value.getEventId() == Event.ID.SequenceStart;
            }
            skip(value);
        }
        return false;
    }

    private Optional<Entry> inVersions(String version) {
        for (Event next = events.next(); next.getEventId() == Event.ID.MappingStart; next = events.next()) {
            Map<String, String> fields = fields();
            @Nullable String url = fields.get("urls");
            if (version.equals(fields.get("version")) && url != null) {
                return Optional.of(new Entry(url, Optional.ofNullable(fields.get("digest"))));
            }
        }
        return Optional.empty();
    }

    /** Returns the text values of a mapping; of a list of texts, the first one. */
    private Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>();
        while (events.next() instanceof ScalarEvent name) {
            Event value = events.next();
            if (value instanceof ScalarEvent text) {
                fields.put(name.getValue(), text.getValue());
            } else if (value.getEventId() == Event.ID.SequenceStart) {
                first().ifPresent(text -> fields.put(name.getValue(), text));
            } else {
                skip(value);
            }
        }
        return fields;
    }

    private Optional<String> first() {
        Optional<String> first = Optional.empty();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            if (first.isEmpty() && next instanceof ScalarEvent text) {
                first = Optional.of(text.getValue());
            }
            skip(next);
        }
        return first;
    }

    private void skip(Event value) {
        int depth = 0;
        for (Event next = value; ; next = events.next()) {
            depth += switch (next.getEventId()) {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                default -> 0;
            };
            if (depth == 0) {
                return;
            }
        }
    }
}
