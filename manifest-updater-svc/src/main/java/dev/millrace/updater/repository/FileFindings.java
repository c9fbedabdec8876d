package dev.millrace.updater.repository;

import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Problem;
import java.util.List;

/**
 * What a file holds of the policies in force.
 *
 * @param blob the file's content, by its id
 * @param problems markers that can't be followed; why the file can't be parsed
 */
public record FileFindings(String blob, List<Value> values, List<Problem> problems) {

    /**
     * What stands in a place.
     *
     * @param line from 1
     */
    public record Value(String policy, Part part, String field, int line, String text) {}

    public FileFindings {
        values = List.copyOf(values);
        problems = List.copyOf(problems);
    }

    boolean isNotEmpty() {
        return !values.isEmpty() || !problems.isEmpty();
    }

    /** Whether an edit for the policy has to look into the file: to change a value, or to say what is wrong. */
    public boolean concerns(String policy) {
        return !problems.isEmpty()
                || values.stream().anyMatch(value -> value.policy().equals(policy));
    }
}
