package dev.millrace.updater.edit;

import dev.millrace.updater.edit.find.Look;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.PlaceFinder;
import dev.millrace.updater.edit.find.Places;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.Trouble;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Quoting;
import dev.millrace.updater.edit.text.Reading;
import dev.millrace.updater.edit.text.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes the values of policies in a file by splicing: what the parser marked as the value is replaced, every other byte stays. */
public final class ManifestEditor {
    private ManifestEditor() {}

    /** Where a value's characters are replaced. */
    private record Splice(Place place, int start, int end, String with, String to) {}

    /**
     * Edits a file.
     *
     * @param path from the repository's root
     * @param wanted what the policies that look into this file want; one per policy
     * @param known the names of all policies there are
     */
    public static EditOutcome edit(String path, byte[] content, List<Wanted> wanted, Set<String> known) {
        return switch (Manifest.read(content)) {
            case Reading.Unreadable unreadable -> new EditOutcome.Unreadable(unreadable.reason(), unreadable.line());
            case Reading.Parsed parsed -> edit(path, parsed.manifest(), wanted, known);
        };
    }

    /**
     * The places of policies in a file.
     *
     * @param path from the repository's root
     * @param known the names of all policies there are
     */
    public static Look look(String path, byte[] content, List<Search> searches, Set<String> known) {
        return switch (Manifest.read(content)) {
            case Reading.Unreadable unreadable -> new Look.Unreadable(unreadable.reason(), unreadable.line());
            case Reading.Parsed(Manifest manifest) -> {
                Places places = PlaceFinder.find(path, manifest, searches, known);
                yield new Look.Found(places.places(), places.troubles());
            }
        };
    }

    /**
     * Sets places whose field and present value are exactly as said. What is not there, or holds something else, is left and reported.
     *
     * @param path from the repository's root
     * @param searches what the policies of the settings search for
     * @param known the names of all policies there are
     */
    public static EditOutcome set(
            String path, byte[] content, List<Search> searches, Set<String> known, List<Setting> settings) {
        return switch (Manifest.read(content)) {
            case Reading.Unreadable unreadable -> new EditOutcome.Unreadable(unreadable.reason(), unreadable.line());
            case Reading.Parsed(Manifest manifest) -> set(path, manifest, searches, known, settings);
        };
    }

    /** Whether a file may hold a place or a marker, told by its bytes alone: {@code false} is certain. */
    public static boolean mayHold(byte[] content, List<Search> searches) {
        return true;
    }

    private static EditOutcome set(
            String path, Manifest manifest, List<Search> searches, Set<String> known, List<Setting> settings) {
        Places found = PlaceFinder.find(path, manifest, searches, known);
        List<Trouble> troubles = new ArrayList<>();
        List<Splice> splices = new ArrayList<>();
        for (Setting setting : settings) {
            Optional<Splice> splice = found.places().stream()
                    .filter(place -> place.policy().equals(setting.policy())
                            && place.field().equals(setting.field())
                            && place.current().equals(setting.from()))
                    .findFirst()
                    .flatMap(place -> splice(manifest.text(), place, setting.to()));
            splice.ifPresentOrElse(
                    splices::add,
                    () -> troubles.add(new Trouble(1, setting.field() + " doesn't hold " + setting.from())));
        }
        return splices.isEmpty()
                ? new EditOutcome.AlreadyCurrent(found.places().size(), troubles)
                : spliced(manifest, splices, troubles);
    }

    private static EditOutcome edit(String path, Manifest manifest, List<Wanted> wanted, Set<String> known) {
        Map<String, Wanted> byPolicy = new HashMap<>();
        wanted.forEach(one -> byPolicy.put(one.search().policy(), one));
        Places found = PlaceFinder.find(
                path, manifest, wanted.stream().map(Wanted::search).toList(), known);
        List<Trouble> troubles = new ArrayList<>(found.troubles());
        List<Splice> splices = new ArrayList<>();
        for (Place place : found.places()) {
            Optional.ofNullable(byPolicy.get(place.policy()))
                    .map(one -> one.text(place.part()))
                    .filter(to -> !place.current().equals(to))
                    .ifPresent(to -> splice(manifest.text(), place, to)
                            .ifPresentOrElse(
                                    splices::add,
                                    () -> troubles.add(
                                            new Trouble(place.line(), "a value of several lines is left as it is"))));
        }
        if (splices.isEmpty()) {
            return new EditOutcome.AlreadyCurrent(found.places().size(), troubles);
        }
        return spliced(manifest, splices, troubles);
    }

    private static Optional<Splice> splice(String text, Place place, String to) {
        Scalar scalar = place.scalar();
        return switch (scalar.style()) {
            case DOUBLE_QUOTED -> Optional.of(new Splice(place, scalar.start(), scalar.end(), '"' + to + '"', to));
            case SINGLE_QUOTED -> Optional.of(new Splice(place, scalar.start(), scalar.end(), '\'' + to + '\'', to));
            case PLAIN, JSON_SCALAR_STYLE ->
                Optional.of(new Splice(
                        place, scalar.start(), scalar.end(), Quoting.isNeeded(to) ? '"' + to + '"' : to, to));
            case LITERAL, FOLDED -> inBlock(text, place, to);
        };
    }

    /** Of a block the one line that it has; its header, indentation and end stay. */
    private static Optional<Splice> inBlock(String text, Place place, String to) {
        String line = place.current();
        int header = text.indexOf('\n', place.scalar().start());
        int at = header < 0 ? -1 : text.indexOf(line, header);
        boolean single = !line.isEmpty()
                && line.indexOf('\n') < 0
                && at >= 0
                && at < place.scalar().end();
        return single ? Optional.of(new Splice(place, at, at + line.length(), to, to)) : Optional.empty();
    }

    private static EditOutcome spliced(Manifest before, List<Splice> splices, List<Trouble> troubles) {
        StringBuilder text = new StringBuilder(before.text());
        splices.stream()
                .sorted(Comparator.comparingInt(Splice::start).reversed())
                .forEach(splice -> text.replace(splice.start(), splice.end(), splice.with()));
        proveOnlyThese(before, text.toString(), splices);
        List<Change> changes = splices.stream()
                .map(splice -> new Change(
                        splice.place().policy(),
                        splice.place().field(),
                        splice.place().line(),
                        splice.place().current(),
                        splice.to()))
                .toList();
        return new EditOutcome.Edited(text.toString().getBytes(StandardCharsets.UTF_8), changes, troubles);
    }

    /** Reads the result again: it must be the same file but for these values. */
    private static void proveOnlyThese(Manifest before, String after, List<Splice> splices) {
        if (!(Manifest.parse(after) instanceof Reading.Parsed(Manifest manifest))) {
            throw new IllegalStateException("an edited file can still be parsed");
        }
        Map<Scalar, String> expected = new HashMap<>();
        splices.forEach(splice -> expected.put(splice.place().scalar(), splice.to()));
        List<String> wanted = before.scalars().stream()
                .map(scalar -> expected.getOrDefault(scalar, scalar.value()).strip())
                .toList();
        List<String> read = manifest.scalars().stream()
                .map(scalar -> scalar.value().strip())
                .toList();
        if (!read.equals(wanted)) {
            throw new IllegalStateException("an edit changes nothing but its values");
        }
    }
}
