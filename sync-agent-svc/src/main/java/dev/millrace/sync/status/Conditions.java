package dev.millrace.sync.status;

import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.events.Health;
import dev.millrace.sync.ReconcileResult;
import dev.millrace.sync.health.ApplicationHealth;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The conditions of an Application: Ready, Reconciling and Stalled after kstatus, Healthy and Drifted.
 *
 * @param before the last known status
 * @param now the time of a change (RFC 3339)
 */
record Conditions(Optional<ApplicationStatus> before, String now) {
    private static final int MAX_NAMED = 5;

    /** Returns the conditions of an application that was reconciled. */
    List<Condition> of(Summary summary, Optional<Health> health, ReconcileResult result) {
        List<Condition> all = progress(summary);
        all.add(healthy(health, result.health().filter(ApplicationHealth::known)));
        all.add(drifted(result));
        return List.copyOf(all);
    }

    /** Returns the conditions of an application that could not be reconciled; its health and drift keep their last known values. */
    List<Condition> of(Summary summary) {
        List<Condition> all = progress(summary);
        before.stream()
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> condition.getType().equals(ApplicationStatus.HEALTHY)
                        || condition.getType().equals(ApplicationStatus.DRIFTED))
                .forEach(all::add);
        return List.copyOf(all);
    }

    private List<Condition> progress(Summary summary) {
        boolean ready = summary.state() == Summary.State.READY;
        boolean reconciling = summary.state() == Summary.State.RECONCILING;
        boolean stalled = summary.state() == Summary.State.STALLED;
        List<Condition> all = new ArrayList<>();
        all.add(condition(ApplicationStatus.READY, ready ? "True" : reconciling ? "Unknown" : "False", summary));
        all.add(condition(ApplicationStatus.RECONCILING, reconciling ? "True" : "False", summary));
        all.add(condition(ApplicationStatus.STALLED, stalled ? "True" : "False", summary));
        return all;
    }

    private Condition healthy(Optional<Health> shown, Optional<ApplicationHealth> health) {
        if (shown.isEmpty() || health.isEmpty()) {
            return condition(ApplicationStatus.HEALTHY, "Unknown", "Unknown", "not all objects have been seen yet");
        }
        if (shown.get() == Health.Unknown && health.get().objects().isEmpty()) {
            return condition(ApplicationStatus.HEALTHY, "Unknown", "Unknown", "there is nothing whose health is known");
        }
        boolean all = shown.get() == Health.Healthy;
        return condition(
                ApplicationStatus.HEALTHY,
                all ? "True" : "False",
                shown.get().name(),
                all ? "all objects are healthy" : health.get().message());
    }

    private Condition drifted(ReconcileResult result) {
        if (result.drift().isEmpty()) {
            return condition(ApplicationStatus.DRIFTED, "False", "AsApplied", "no object is known to have drifted");
        }
        Set<String> objects = new TreeSet<>();
        result.drift().values().forEach(drift -> objects.add(drift.fields()));
        String some = objects.stream().limit(MAX_NAMED).collect(Collectors.joining("; "));
        String more = objects.size() > MAX_NAMED ? "; and " + (objects.size() - MAX_NAMED) + " more" : "";
        boolean contested = isContested(result);
        long repeated = result.drift().keySet().stream()
                .filter(result.contested()::contains)
                .count();
        String why = contested
                ? "; another client sets " + repeated + " of them repeatedly: they are not restored for a while"
                : next(result);
        return condition(
                ApplicationStatus.DRIFTED,
                "True",
                contested ? "Contested" : "Differs",
                count(result.drift().size()) + " from what was applied: " + some + more + why);
    }

    /** Returns true if drift is open that another client causes repeatedly. */
    static boolean isContested(ReconcileResult result) {
        return result.drift().keySet().stream().anyMatch(result.contested()::contains);
    }

    private static String next(ReconcileResult result) {
        return result.drift().values().stream()
                .flatMap(drift -> drift.healAt().stream())
                .min(Instant::compareTo)
                .map(at -> "; restored from " + at.truncatedTo(ChronoUnit.SECONDS) + " on")
                .orElse("");
    }

    /** Returns the sentence that reports the open drift of an application. */
    String drift(ReconcileResult result) {
        return drifted(result).getMessage();
    }

    private static String count(int objects) {
        return objects == 1 ? "1 object differs" : objects + " objects differ";
    }

    private Condition condition(String type, String status, Summary summary) {
        return condition(type, status, summary.reason(), summary.message());
    }

    private Condition condition(String type, String status, String reason, String message) {
        Optional<Condition> same = before.stream()
                .flatMap(known -> known.conditions().stream())
                .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
                .findFirst();
        Condition condition = new Condition();
        condition.setType(type);
        condition.setStatus(status);
        condition.setReason(reason);
        condition.setMessage(Text.line(message));
        condition.setLastTransitionTime(
                same.map(Condition::getLastTransitionTime).orElse(now));
        return condition;
    }
}
