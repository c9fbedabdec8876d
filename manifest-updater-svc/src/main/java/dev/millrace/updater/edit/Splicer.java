package dev.millrace.updater.edit;

import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.ParseResult;
import dev.millrace.updater.edit.text.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes new values into a text and verifies that nothing else has changed. */
final class Splicer {
    private final String path;
    private final String text;
    private final Optional<Manifest> manifest;
    private final List<Splice> splices = new ArrayList<>();
    private final List<Problem> problems;

    /** A place, its new value, and the spelling. */
    private record Splice(Place place, String to, Spelling spelling) {
        Change change() {
            return new Change(place.policy(), place.field(), place.line(), place.current(), to, place.followers());
        }
    }

    /** @param manifest the parsed text, if it is YAML or JSON */
    Splicer(String path, String text, Optional<Manifest> manifest, List<Problem> problems) {
        this.path = path;
        this.text = text;
        this.manifest = manifest;
        this.problems = new ArrayList<>(problems);
    }

    void put(Place place, String to) {
        Spelling.of(text, place, to)
                .ifPresentOrElse(
                        spelling -> splices.add(new Splice(place, to, spelling)),
                        () -> problem(place, "not edited: the value has several lines; write it on one line"));
    }

    void problem(Place place, String reason) {
        problems.add(new Problem(place.line(), reason));
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    /** @param places the number of places in the file */
    EditOutcome outcome(int places) {
        List<Splice> sound = splices;
        if (!sound.isEmpty() && !isSound(sound)) {
            Map<Boolean, List<Splice>> alone =
                    splices.stream().collect(Collectors.partitioningBy(one -> isSound(List.of(one))));
            sound = alone.getOrDefault(true, List.of());
            alone.getOrDefault(false, List.of())
                    .forEach(one -> problem(
                            one.place(), "not edited: the file would not have the value " + one.to() + " there"));
            sound = isSound(sound) ? sound : List.of();
        }
        return sound.isEmpty()
                ? new EditOutcome.AlreadyCurrent(places, problems)
                : new EditOutcome.Edited(
                        spliced(sound).getBytes(StandardCharsets.UTF_8),
                        sound.stream().map(Splice::change).toList(),
                        problems);
    }

    private String spliced(List<Splice> some) {
        StringBuilder after = new StringBuilder(text);
        some.stream()
                .map(Splice::spelling)
                .sorted(Comparator.comparingInt(Spelling::start).reversed())
                .forEach(spelling -> after.replace(spelling.start(), spelling.end(), spelling.with()));
        return after.toString();
    }

    /** Parses the result again: it must be the same file except for these values. */
    private boolean isSound(List<Splice> some) {
        if (manifest.isEmpty()) {
            return true;
        }
        Manifest before = manifest.get();
        boolean inText =
                some.stream().anyMatch(splice -> splice.place().scalar().isEmpty());
        if (!(Manifest.read(path, spliced(some)) instanceof ParseResult.Parsed(Manifest after))) {
            return false;
        }
        if (inText) {
            return true; // An expression may match a comment, a key, or half a value; its author decides.
        }
        Map<Integer, String> expected = new HashMap<>();
        some.forEach(splice -> splice.place().scalar().ifPresent(scalar -> expected.put(scalar.start(), splice.to())));
        return isExpected(before, after, expected);
    }

    /** @param expected the new values, by the start of the old ones */
    private static boolean isExpected(Manifest before, Manifest after, Map<Integer, String> expected) {
        if (!before.isShapedAs(after)
                || before.scalars().size() != after.scalars().size()) {
            return false;
        }
        for (int i = 0; i < before.scalars().size(); i++) {
            Scalar old = before.scalars().get(i);
            Scalar now = after.scalars().get(i);
            String to = expected.get(old.start());
            boolean same = old.value().equals(now.value());
            boolean sound = to != null
                    ? now.value().strip().equals(to.strip())
                    : same || isExpectedInBlock(before, after, old, now, expected);
            if (!sound) {
                return false;
            }
        }
        return true;
    }

    /** A block string that is YAML itself differs in the expected values only. */
    private static boolean isExpectedInBlock(
            Manifest before, Manifest after, Scalar old, Scalar now, Map<Integer, String> expected) {
        return old.style() == Scalar.Style.LITERAL
                && expected.keySet().stream().anyMatch(start -> start > old.start() && start < old.end())
                && before.block(old) instanceof ParseResult.Parsed(Manifest inside)
                && after.block(now) instanceof ParseResult.Parsed(Manifest insideNow)
                && isExpected(inside, insideNow, expected);
    }
}
