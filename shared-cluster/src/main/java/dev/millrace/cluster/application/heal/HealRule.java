package dev.millrace.cluster.application.heal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The restoration of drifted objects of some kinds: never, at once, after a delay, or within windows. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HealRule(
        @JsonPropertyDescription("The kinds of the objects, such as Deployment; all if there are none.")
        List<String> kinds,

        @Default("true") @JsonPropertyDescription("False if these objects are never restored.")
        Boolean heal,

        @Default("0s")
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @JsonPropertyDescription("How long drift may last before it is undone, such as 30m.")
        String after,

        @JsonPropertyDescription("The times at which drift is undone; at any time if there are none.")
        List<HealWindow> windows) {
    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public HealRule {
        kinds = kinds == null ? List.of() : List.copyOf(kinds);
        heal = heal == null || heal;
        after = after == null ? "0s" : after;
        windows = windows == null ? List.of() : List.copyOf(windows);
    }

    /** @throws IllegalArgumentException if a window can't be read */
    public void check() {
        windows.forEach(HealWindow::check);
    }

    /** Returns true if the rule covers objects of a kind. */
    public boolean concerns(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    /**
     * Returns when an object may be restored at the earliest, from now on; empty if it never may.
     *
     * @param due when its drift has lasted for the delay
     */
    public Optional<Instant> at(Instant due, Instant now) {
        if (!heal) {
            return Optional.empty();
        }
        if (windows.isEmpty()) {
            return Optional.of(due);
        }
        Instant earliest = due.isBefore(now) ? now : due;
        return windows.stream()
                .flatMap(window -> window.next(earliest).stream())
                .min(Instant::compareTo);
    }
}
