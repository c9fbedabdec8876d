package dev.millrace.acceptance.drift;

import java.util.List;

/**
 * The result of one step.
 *
 * @param scored false if the case says that the step may fail
 * @param problems what was not as the case says; empty if the step passed
 */
record StepResult(String drift, String step, boolean scored, List<String> problems) {

    StepResult {
        problems = List.copyOf(problems);
    }

    boolean passed() {
        return problems.isEmpty();
    }

    /** The name in the list of expected failures. */
    String key() {
        return drift + ": " + step;
    }

    String row() {
        String result = passed() ? "pass" : scored ? "FAIL" : "fail (not scored)";
        return "%-18s %-22s %-60s %s"
                .formatted(result, drift, step, String.join("; ", problems))
                .stripTrailing();
    }
}
