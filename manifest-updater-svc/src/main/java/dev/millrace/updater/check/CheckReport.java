package dev.millrace.updater.check;

import java.util.List;

/**
 * The result of a check.
 *
 * @param policies the number of policies; 0 if their file cannot be read
 * @param mistakes by position
 * @param places the values that follow a policy, by file and line; none if the policies have mistakes
 */
public record CheckReport(int policies, List<Mistake> mistakes, List<FoundPlace> places) {
    public CheckReport {
        mistakes = List.copyOf(mistakes);
        places = List.copyOf(places);
    }

    /**
     * A value that follows a policy.
     *
     * @param line from 1
     * @param part the part of the image that is written: reference, name, tag or digest
     */
    public record FoundPlace(String policy, String file, int line, String field, String part, String value) {}
}
