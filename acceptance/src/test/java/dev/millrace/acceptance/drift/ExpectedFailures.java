package dev.millrace.acceptance.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The steps that are known to fail: one {@code case: step} a line. The list must shrink: a step in it that passes is a failure, too. */
record ExpectedFailures(Set<String> steps) {

    static ExpectedFailures parse(String text) {
        return new ExpectedFailures(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns the results that are not as expected, in one line each. */
    List<String> surprises(List<StepResult> results) {
        List<String> surprises = new ArrayList<>();
        for (StepResult result : results) {
            boolean expected = steps.contains(result.key());
            if (!result.passed() && result.scored() && !expected) {
                surprises.add(result.row());
            } else if (result.passed() && expected) {
                surprises.add("passes now, remove it from expected-failures: " + result.key());
            }
        }
        return surprises;
    }
}
