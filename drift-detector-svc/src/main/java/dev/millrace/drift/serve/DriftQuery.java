package dev.millrace.drift.serve;

import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of a request for drifts, as sent. */
public final class DriftQuery {
    static final int MAX_LIMIT = 200;

    private static final int LIMIT = 100;
    private static final int MAX_LENGTH = 1_000;

    /** Which events a request is for. */
    enum State {
        OPEN,
        HISTORY
    }

    @QueryParam("state")
    @Parameter(description = "open (default) or history")
    @Nullable
    String state;

    @QueryParam("application")
    @Parameter(description = "<cluster>/<namespace>/<name>, or without the cluster")
    @Nullable
    String application;

    @QueryParam("kind")
    @Parameter(description = "The object's kind")
    @Nullable
    String kind;

    @QueryParam("namespace")
    @Parameter(description = "The object's namespace")
    @Nullable
    String namespace;

    @QueryParam("manager")
    @Parameter(description = "A field manager that owns one of the fields")
    @Nullable
    String manager;

    @QueryParam("change")
    @Parameter(description = "The change of the object, such as Modified")
    @Nullable
    String change;

    @QueryParam("since")
    @Parameter(
            description =
                    "A time, or a duration before now such as PT1H; of the history, P1D by default and P30D at most")
    @Nullable
    String since;

    @QueryParam("limit")
    @Parameter(description = "1 to 200; 100 by default")
    @Nullable
    String limit;

    @QueryParam("after")
    @Parameter(
            description =
                    "The next of the previous page; in the history, events with exactly that time may be repeated")
    @Nullable
    String after;

    private static Optional<String> text(@Nullable String value, String name) {
        if (value != null && value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(name + ": " + MAX_LENGTH + " characters at most are read");
        }
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    /** @throws IllegalArgumentException if a parameter can't be read; the message names it */
    DriftFilter filter(Instant now) {
        return new DriftFilter(
                text(application, "application"),
                text(kind, "kind"),
                text(namespace, "namespace"),
                text(manager, "manager"),
                DriftFilter.change(text(change, "change")),
                DriftFilter.since(text(since, "since"), now));
    }

    State state() {
        return text(state, "state")
                .map(name -> Arrays.stream(State.values())
                        .filter(one -> one.name().equals(name.toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("state: open or history is needed")))
                .orElse(State.OPEN);
    }

    int limit() {
        return text(limit, "limit")
                .map(digits -> {
                    if (!digits.matches("[0-9]{1,3}")
                            || Integer.parseInt(digits) < 1
                            || Integer.parseInt(digits) > MAX_LIMIT) {
                        throw new IllegalArgumentException("limit: 1 to " + MAX_LIMIT + " is needed");
                    }
                    return Integer.parseInt(digits);
                })
                .orElse(LIMIT);
    }

    Optional<String> after() {
        return text(after, "after");
    }
}
