package dev.millrace.updater.edit;

import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Look;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.PlaceFinder;
import dev.millrace.updater.edit.find.PreCheck;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.Trouble;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes the values of policies in a file by splicing: what the parser marked as the value is replaced, every other byte stays. */
public final class ManifestEditor {
    private static final List<String> YAML = List.of(".yaml", ".yml", ".json", "/kustomization");

    private ManifestEditor() {}

    /** A file and what was found in it. */
    private record Sight(String text, Optional<Manifest> manifest, Look.Found found) {}

    /**
     * Edits a file. Binary and huge files are left alone.
     *
     * @param path from the repository's root
     * @param wanted what the policies that look into this file want; one per policy
     * @param known the names of all policies there are
     */
    public static EditOutcome edit(String path, byte[] content, List<Wanted> wanted, Set<String> known) {
        List<Search> searches = wanted.stream().map(Wanted::search).toList();
        Map<String, Wanted> byPolicy = new HashMap<>();
        wanted.forEach(one -> byPolicy.put(one.search().policy(), one));
        return change(path, content, searches, known, (sight, splicer) -> {
            for (Place place : sight.found().places()) {
                Optional.ofNullable(byPolicy.get(place.policy()))
                        .map(one -> one.text(place))
                        .filter(to -> !place.current().equals(to))
                        .ifPresent(to -> splicer.put(place, to));
            }
        });
    }

    /**
     * The places of policies in a file.
     *
     * @param path from the repository's root
     * @param known the names of all policies there are
     */
    public static Look look(String path, byte[] content, List<Search> searches, Set<String> known) {
        Sight[] seen = new Sight[1];
        EditOutcome outcome = change(path, content, searches, known, (sight, splicer) -> seen[0] = sight);
        return outcome instanceof EditOutcome.Unreadable(String reason, int line)
                ? new Look.Unreadable(reason, line)
                : seen[0].found();
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
        return change(path, content, searches, known, (sight, splicer) -> {
            List<Place> free = new ArrayList<>(sight.found().places());
            for (Setting setting : settings) {
                Optional<Place> place = free.stream().filter(setting::isOf).findFirst();
                place.ifPresentOrElse(
                        one -> {
                            free.remove(one);
                            splicer.put(one, setting.to());
                        },
                        () -> splicer.trouble(
                                new Trouble(1, setting.field() + " doesn't hold " + setting.from() + " any more")));
            }
        });
    }

    /** Whether a file may hold a place or a marker, told by its bytes alone: {@code false} is certain. For many files take {@link PreCheck}. */
    public static boolean mayHold(byte[] content, List<Search> searches) {
        return PreCheck.of(searches).mayHold(content);
    }

    /** What is done with what was found. */
    private interface Doing {
        void to(Sight sight, Splicer splicer);
    }

    private static EditOutcome change(
            String path, byte[] content, List<Search> searches, Set<String> known, Doing doing) {
        if (PreCheck.isLeftAlone(content)) {
            return done(path, new Sight("", Optional.empty(), new Look.Found(List.of(), List.of())), doing);
        }
        Optional<String> text = Manifest.decode(content);
        if (text.isEmpty()) {
            return new EditOutcome.Unreadable("not UTF-8", 1);
        }
        if (!isYaml(path) && searches.stream().noneMatch(ManifestEditor::readsYaml)) {
            return done(path, inText(path, text.get(), searches, List.of()), doing);
        }
        return switch (Manifest.read(path, text.get())) {
            case Reading.Unreadable(String reason, int line) ->
                unreadable(path, content, text.get(), searches, new Trouble(line, reason), doing);
            case Reading.Parsed(Manifest manifest) ->
                done(
                        path,
                        new Sight(text.get(), Optional.of(manifest), PlaceFinder.find(path, manifest, searches, known)),
                        doing);
        };
    }

    /** A template is no YAML, and nothing is wrong with that, as long as only expressions look into it and no marker waits to be followed. */
    private static EditOutcome unreadable(
            String path, byte[] content, String text, List<Search> searches, Trouble why, Doing doing) {
        boolean waits = PreCheck.of(withoutText(searches)).mayHold(content);
        Sight sight = inText(path, text, searches, waits ? List.of(why) : List.of());
        return sight.found().places().isEmpty() && waits
                ? new EditOutcome.Unreadable(why.reason(), why.line())
                : done(path, sight, doing);
    }

    private static List<Search> withoutText(List<Search> searches) {
        return searches.stream()
                .map(search -> new Search(
                        search.policy(),
                        search.image(),
                        search.finders().stream()
                                .filter(finder -> !(finder instanceof Finder.Text))
                                .toList(),
                        search.pinned()))
                .toList();
    }

    private static Sight inText(String path, String text, List<Search> searches, List<Trouble> troubles) {
        Look.Found found = PlaceFinder.findInText(path, text, searches);
        List<Trouble> all = new ArrayList<>(troubles);
        all.addAll(found.troubles());
        return new Sight(text, Optional.empty(), new Look.Found(found.places(), all));
    }

    private static boolean isYaml(String path) {
        String name = ("/" + path).toLowerCase(Locale.ROOT);
        return YAML.stream().anyMatch(name::endsWith);
    }

    private static boolean readsYaml(Search search) {
        return search.finders().stream()
                .anyMatch(finder -> finder instanceof Finder.Field || finder instanceof Finder.HelmValues);
    }

    private static EditOutcome done(String path, Sight sight, Doing doing) {
        Splicer splicer =
                new Splicer(path, sight.text(), sight.manifest(), sight.found().troubles());
        doing.to(sight, splicer);
        return splicer.outcome(sight.found().places().size());
    }
}
