package dev.millrace.updater.repository;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.SearchResult;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The findings in a file: the values of the policies in force, and its problems.
 *
 * @param blob the object id of the file's content
 * @param problems markers that cannot be followed, and the reason if the file cannot be parsed
 * @param rivals the policies that claim a value which another one claims too; nothing is written to it
 * @param open the policies whose values are missing and are added with the next image
 */
public record FileFindings(
        String blob, List<Value> values, List<Problem> problems, Set<String> rivals, Set<String> open) {
    /** Findings without rivals and without anything to add. */
    public FileFindings(String blob, List<Value> values, List<Problem> problems) {
        this(blob, values, problems, Set.of(), Set.of());
    }

    /**
     * A value in a place.
     *
     * @param line from 1
     */
    public record Value(String policy, Part part, String field, int line, String text) {

        /** The tag in the value, if there is one. */
        public Optional<Tag> tag() {
            return Place.tagIn(part, text);
        }

        /** The digest in the value, if there is one. */
        Optional<Digest> digest() {
            return Place.digestIn(part, text);
        }
    }

    /**
     * The findings of a search. A marker of a policy that does not cover the file is a problem: it keeps other policies from its value, and its own one
     * writes nothing there.
     *
     * @param covering the policies that cover the file
     */
    public static FileFindings of(String blob, SearchResult result, Set<String> covering) {
        return switch (result) {
            case SearchResult.Unreadable unreadable ->
                new FileFindings(blob, List.of(), List.of(new Problem(unreadable.line(), unreadable.reason())));
            case SearchResult.Found found -> {
                List<Value> values = new ArrayList<>();
                List<Problem> problems = new ArrayList<>(found.problems());
                for (Place place : found.places()) {
                    if (covering.contains(place.policy())) {
                        values.add(
                                new Value(place.policy(), place.part(), place.field(), place.line(), place.current()));
                    } else {
                        problems.add(new Problem(
                                place.line(),
                                "the marker names the policy " + place.policy()
                                        + ", whose paths do not include this file; nothing is written here"));
                    }
                }
                yield new FileFindings(blob, values, problems, found.rivals(), found.open());
            }
        };
    }

    public FileFindings {
        values = List.copyOf(values);
        problems = List.copyOf(problems);
        rivals = Set.copyOf(rivals);
        open = Set.copyOf(open);
    }

    /** The searches for policies that claim a value of the written ones. */
    public List<Search> rivals(Policies policies, Set<String> written) {
        return rivals.stream()
                .filter(name -> !written.contains(name))
                .flatMap(name -> policies.named(name).stream())
                .map(Policy::search)
                .toList();
    }

    boolean isNotEmpty() {
        return !values.isEmpty() || !problems.isEmpty() || !open.isEmpty();
    }

    /** Returns true if an edit for the policy has to read the file, to change a value or to report a problem. */
    public boolean concerns(String policy) {
        return !problems.isEmpty()
                || open.contains(policy)
                || values.stream().anyMatch(value -> value.policy().equals(policy));
    }
}
