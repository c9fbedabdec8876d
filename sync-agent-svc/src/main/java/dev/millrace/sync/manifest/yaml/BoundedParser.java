package dev.millrace.sync.manifest.yaml;

import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.parser.Parser;

/** A parser that fails on documents that are nested too deeply or have too many nodes. The composer recurses for each level. */
final class BoundedParser implements Parser {
    static final int DEEPEST = 100;
    private static final int MAX_NODES = 300_000;

    private final Parser parser;
    private int depth;
    private int nodes;

    BoundedParser(Parser parser) {
        this.parser = parser;
    }

    @Override
    public Event next() {
        Event event = parser.next();
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> {
                depth++;
                nodes++;
            }
            case MappingEnd, SequenceEnd -> depth--;
            case Scalar, Alias -> nodes++;
            default -> {}
        }
        int line = event.getStartMark().map(mark -> mark.getLine()).orElse(0);
        if (depth > DEEPEST) {
            throw new Refused("nested deeper than " + DEEPEST + " levels", line);
        }
        if (nodes > MAX_NODES) {
            throw new Refused("more than " + MAX_NODES + " values in one document", line);
        }
        return event;
    }

    @Override
    public boolean checkEvent(Event.ID kind) {
        return parser.checkEvent(kind);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }
}
