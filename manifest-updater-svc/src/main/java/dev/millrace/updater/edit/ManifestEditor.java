package dev.millrace.updater.edit;

import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.SearchResult;
import dev.millrace.updater.edit.find.TextFormat;
import dev.millrace.updater.edit.form.PlaceFinder;
import dev.millrace.updater.edit.form.PreCheck;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.ParseResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Changes the values of policies in a file by splicing: only the parsed span of the value is replaced, every other byte stays. */
public final class ManifestEditor {
    private ManifestEditor() {}

    /** A file and its places. */
    private record ParsedFile(String text, Optional<Manifest> manifest, SearchResult.Found found) {}

    /**
     * Edits a file. Binary and huge files are skipped.
     *
     * @param path from the repository's root
     * @param targets the versions to write; one per policy that covers this file
     * @param known the names of all policies
     */
    public static EditOutcome edit(String path, byte[] content, List<TargetVersion> targets, Set<String> known) {
        return edit(path, content, targets, List.of(), known);
    }

    /**
     * Edits a file in which other policies claim values of the written ones. Such a value stays.
     *
     * @param rivals the searches of the other policies
     */
    public static EditOutcome edit(
            String path, byte[] content, List<TargetVersion> targets, List<Search> rivals, Set<String> known) {
        List<Search> searches = Stream.concat(targets.stream().map(TargetVersion::search), rivals.stream())
                .toList();
        Map<String, TargetVersion> byPolicy = new HashMap<>();
        targets.forEach(one -> byPolicy.put(one.search().policy(), one));
        Set<String> open = new HashSet<>();
        EditOutcome outcome = change(path, content, searches, known, (file, splicer) -> {
            open.addAll(file.found().open());
            KeptPlaces kept = KeptPlaces.of(file.found().places(), byPolicy);
            for (Place place : file.found().places()) {
                Optional.ofNullable(byPolicy.get(place.policy()))
                        .map(one -> one.text(place, file.found().places()))
                        .filter(to -> !place.current().equals(to))
                        .ifPresent(to -> {
                            if (kept.contains(place)) {
                                kept.reason(place).ifPresent(reason -> splicer.problem(place, reason));
                            } else {
                                splicer.put(place, to);
                            }
                        });
            }
        });
        List<TargetVersion> missing = targets.stream()
                .filter(target -> open.contains(target.search().policy()))
                .toList();
        return missing.isEmpty() ? outcome : MissingValues.addTo(path, content, outcome, missing);
    }

    /**
     * The places of policies in a file.
     *
     * @param path from the repository's root
     * @param known the names of all policies
     */
    public static SearchResult find(String path, byte[] content, List<Search> searches, Set<String> known) {
        ParsedFile[] parsed = new ParsedFile[1];
        EditOutcome outcome = change(path, content, searches, known, (file, splicer) -> parsed[0] = file);
        return outcome instanceof EditOutcome.Unreadable(String reason, int line)
                ? new SearchResult.Unreadable(reason, line)
                : parsed[0].found();
    }

    /**
     * Sets places whose field and current value match exactly. A place that is missing or has another value is left and reported.
     *
     * @param path from the repository's root
     * @param searches the searches of the policies in the settings
     * @param known the names of all policies
     */
    public static EditOutcome set(
            String path, byte[] content, List<Search> searches, Set<String> known, List<Setting> settings) {
        return change(path, content, searches, known, (file, splicer) -> {
            List<Place> free = new ArrayList<>(file.found().places());
            for (Setting setting : settings) {
                Optional<Place> place = free.stream().filter(setting::isOf).findFirst();
                place.ifPresentOrElse(
                        one -> {
                            free.remove(one);
                            splicer.put(one, setting.to());
                        },
                        () -> splicer.problem(
                                new Problem(1, setting.field() + " no longer has the value " + setting.from())));
            }
        });
    }

    /** Returns false if a file certainly has no place and no marker, by its bytes alone. Use {@link PreCheck} for many files. */
    public static boolean mayHold(byte[] content, List<Search> searches) {
        return PreCheck.of(searches).mayHold(content);
    }

    /** The edit of a parsed file. */
    private interface EditStep {
        void apply(ParsedFile file, Splicer splicer);
    }

    private static EditOutcome change(
            String path, byte[] content, List<Search> searches, Set<String> known, EditStep step) {
        if (PreCheck.isSkipped(content)) {
            return finish(
                    path, new ParsedFile("", Optional.empty(), new SearchResult.Found(List.of(), List.of())), step);
        }
        Optional<String> text = Manifest.decode(content);
        if (text.isEmpty()) {
            return new EditOutcome.Unreadable("not UTF-8", 1);
        }
        if (TextFormat.of(path) != TextFormat.YAML && searches.stream().noneMatch(ManifestEditor::readsYaml)) {
            return finish(path, inText(path, text.get(), searches, known, List.of()), step);
        }
        return switch (Manifest.read(path, text.get())) {
            case ParseResult.Unreadable(String reason, int line) ->
                unreadable(path, content, text.get(), searches, known, new Problem(line, reason), step);
            case ParseResult.Parsed(Manifest manifest) ->
                finish(
                        path,
                        new ParsedFile(
                                text.get(), Optional.of(manifest), PlaceFinder.find(path, manifest, searches, known)),
                        step);
        };
    }

    /** A template is not valid YAML. That is fine as long as only expressions search it and it has no marker. */
    private static EditOutcome unreadable(
            String path,
            byte[] content,
            String text,
            List<Search> searches,
            Set<String> known,
            Problem why,
            EditStep step) {
        boolean waits = PreCheck.of(withoutText(searches)).mayHold(content);
        ParsedFile file = inText(path, text, searches, known, waits ? List.of(why) : List.of());
        return file.found().places().isEmpty() && waits
                ? new EditOutcome.Unreadable(why.reason(), why.line())
                : finish(path, file, step);
    }

    private static List<Search> withoutText(List<Search> searches) {
        return searches.stream()
                .map(Search::ofPresent)
                .map(search -> search.with(search.finders().stream()
                        .filter(finder -> !(finder instanceof Finder.Text))
                        .toList()))
                .toList();
    }

    private static ParsedFile inText(
            String path, String text, List<Search> searches, Set<String> known, List<Problem> problems) {
        SearchResult.Found found = PlaceFinder.findInText(path, text, searches, known);
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(found.problems());
        return new ParsedFile(
                text, Optional.empty(), new SearchResult.Found(found.places(), all, found.rivals(), found.open()));
    }

    private static boolean readsYaml(Search search) {
        return search.finders().stream()
                .anyMatch(finder -> finder instanceof Finder.Field || finder instanceof Finder.HelmValues);
    }

    private static EditOutcome finish(String path, ParsedFile file, EditStep step) {
        Splicer splicer =
                new Splicer(path, file.text(), file.manifest(), file.found().problems());
        step.apply(file, splicer);
        return splicer.outcome(file.found().places().size());
    }
}
