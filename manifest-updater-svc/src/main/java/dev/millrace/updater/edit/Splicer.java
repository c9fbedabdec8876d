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
            sound = splices.stream().filter(splice -> isSound(List.of(splice))).toList();
            splices.stream()
                    .filter(one -> !isSound(List.of(one)))
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
        Map<Scalar, String> expected = new HashMap<>();
        some.forEach(splice -> splice.place().scalar().ifPresent(scalar -> expected.put(scalar, splice.to())));
        return before.isShapedAs(after) && sameValues(before.scalars(), after.scalars(), expected);
    }

    private static boolean sameValues(List<Scalar> before, List<Scalar> after, Map<Scalar, String> expected) {
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            String to = expected.get(before.get(i));
            String read = after.get(i).value();
            if (to == null ? !read.equals(before.get(i).value()) : !read.strip().equals(to.strip())) {
                return false;
            }
        }
        return true;
    }
}
