package dev.millrace.updater.repository;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Problem;
import java.util.List;
import java.util.Optional;

/**
 * The findings in a file: the values of the policies in force, and its problems.
 *
 * @param blob the object id of the file's content
 * @param problems markers that cannot be followed, and the reason if the file cannot be parsed
 */
public record FileFindings(String blob, List<Value> values, List<Problem> problems) {

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

    public FileFindings {
        values = List.copyOf(values);
        problems = List.copyOf(problems);
    }

    boolean isNotEmpty() {
        return !values.isEmpty() || !problems.isEmpty();
    }

    /** Returns true if an edit for the policy has to read the file, to change a value or to report a problem. */
    public boolean concerns(String policy) {
        return !problems.isEmpty()
                || values.stream().anyMatch(value -> value.policy().equals(policy));
    }
}
