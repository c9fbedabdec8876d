package dev.millrace.updater.edit.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Collects a file's values from the parser's events, with their paths. The parser counts in code points, we in UTF-16 units. */
final class Values {
    private final String text;
    private final int skipped;
    private final List<Scalar> scalars = new ArrayList<>();
    private final List<Used> uses = new ArrayList<>();
    private final Map<String, Scalar> anchors = new HashMap<>();
    private final BitSet covered = new BitSet();
    private final Deque<Level> levels = new ArrayDeque<>();
    private int document = -1;
    private int lastPoint;
    private int lastUnit;

    /** A value as it is used somewhere: itself, or through an alias. */
    private record Used(Scalar scalar, int start, int end) {}

    /** A mapping or list that is being read. */
    private static final class Level {
        private final boolean mapping;
        private boolean atKey;
        private String step = "";
        private int index;

        Level(boolean mapping) {
            this.mapping = mapping;
            this.atKey = mapping;
        }

        String step() {
            return mapping ? step : "[" + index + "]";
        }

        void next(String read) {
            if (!mapping) {
                index++;
            } else if (atKey) {
                step = read;
                atKey = false;
            } else {
                atKey = true;
            }
        }
    }

    /** @param skipped units before the parser's first character */
    Values(String text, int skipped) {
        this.text = text;
        this.skipped = skipped;
        this.lastUnit = skipped;
    }

    void add(Event event) {
        switch (event) {
            case DocumentStartEvent start -> document++;
            case MappingStartEvent start -> levels.push(new Level(true));
            case SequenceStartEvent start -> levels.push(new Level(false));
            case CollectionEndEvent end -> {
                levels.pop();
                next("?");
            }
            case ScalarEvent scalar -> {
                scalar(scalar);
                next(scalar.getValue());
            }
            case AliasEvent alias -> {
                alias(alias);
                next("*" + alias.getAlias().getValue());
            }
            default -> {}
        }
    }

    private void next(String read) {
        if (!levels.isEmpty()) {
            levels.element().next(read);
        }
    }

    private boolean isValue() {
        return levels.isEmpty() || !levels.element().atKey;
    }

    private void scalar(ScalarEvent event) {
        int start = withoutProperties(unit(event.getStartMark()), event);
        int end = unit(event.getEndMark());
        covered.set(start, Math.max(start, end));
        if (!isValue()) {
            return;
        }
        List<String> path = new ArrayList<>();
        levels.forEach(level -> path.addFirst(level.step()));
        Scalar scalar = new Scalar(document, path, event.getValue(), event.getScalarStyle(), start, end);
        scalars.add(scalar);
        uses.add(new Used(scalar, start, end));
        event.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), scalar));
    }

    private void alias(AliasEvent event) {
        Scalar target = anchors.get(event.getAlias().getValue());
        if (target != null && isValue()) {
            uses.add(new Used(target, unit(event.getStartMark()), unit(event.getEndMark())));
        }
    }

    /** Anchor and tag belong to the event, not to the value. */
    private int withoutProperties(int start, ScalarEvent event) {
        int at = start;
        if (event.getAnchor().isPresent() || event.getTag().isPresent()) {
            while (at < text.length() && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
                while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                    at++;
                }
                while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                    at++;
                }
            }
        }
        return Math.min(at, unit(event.getEndMark()));
    }

    private int unit(Optional<Mark> mark) {
        int point = mark.orElseThrow(() -> new IllegalStateException("the parser marks all events"))
                .getIndex();
        lastUnit = point >= lastPoint
                ? text.offsetByCodePoints(lastUnit, point - lastPoint)
                : text.offsetByCodePoints(skipped, point);
        lastPoint = point;
        return lastUnit;
    }

    List<Scalar> scalars() {
        return List.copyOf(scalars);
    }

    boolean covers(int offset) {
        return covered.get(offset);
    }

    List<Scalar> lastBetween(int from, int to) {
        return uses.stream()
                .filter(use -> use.end() > from && use.end() <= to && use.end() > use.start())
                .reduce((first, second) -> second)
                .map(Used::scalar)
                .stream()
                .toList();
    }

    List<Scalar> startingBetween(int from, int to) {
        return uses.stream()
                .filter(use -> use.start() >= from && use.start() < to && use.end() > use.start())
                .map(Used::scalar)
                .toList();
    }
}
