package dev.millrace.cluster.application.heal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A time of the day at which objects may be restored. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HealWindow(
        @JsonPropertyDescription("The days on which it begins; every day if there are none.")
        List<Weekday> days,

        @Required @Pattern(TIME) @JsonPropertyDescription("The time at which it begins, such as 22:00.")
        String from,

        @Required
        @Pattern(TIME)
        @JsonPropertyDescription("The time at which it ends; on the next day if it is not after the beginning.")
        String to,

        @Default("UTC") @JsonPropertyDescription("The time zone, such as Europe/Berlin.")
        String timeZone) {
    static final String TIME = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    private static final int DAYS_OF_A_WEEK = 7;

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public HealWindow {
        days = days == null ? List.of() : List.copyOf(days);
        timeZone = timeZone == null ? "UTC" : timeZone;
    }

    /** @throws IllegalArgumentException if a time or the time zone can't be read */
    void check() {
        try {
            ZoneId.of(timeZone);
            LocalTime.parse(from);
            LocalTime.parse(to);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "spec.healRules has a window with a time other than 22:00, or an unknown time zone: " + from
                            + " to " + to + ", " + timeZone,
                    e);
        }
    }

    /** Returns the first moment from this one on that is within the window. */
    Optional<Instant> next(Instant earliest) {
        ZoneId zone = ZoneId.of(timeZone);
        LocalDate today = earliest.atZone(zone).toLocalDate();
        return IntStream.rangeClosed(-1, DAYS_OF_A_WEEK + 1)
                .mapToObj(today::plusDays)
                .filter(this::begins)
                .flatMap(date -> within(date, zone, earliest).stream())
                .min(Instant::compareTo);
    }

    private boolean begins(LocalDate date) {
        return days.isEmpty()
                || days.contains(Weekday.valueOf(date.getDayOfWeek().name()));
    }

    private Optional<Instant> within(LocalDate date, ZoneId zone, Instant earliest) {
        LocalTime begin = LocalTime.parse(from);
        LocalTime end = LocalTime.parse(to);
        Instant opens = date.atTime(begin).atZone(zone).toInstant();
        Instant closes = (end.isAfter(begin) ? date : date.plusDays(1))
                .atTime(end)
                .atZone(zone)
                .toInstant();
        Instant moment = opens.isBefore(earliest) ? earliest : opens;
        return moment.isBefore(closes) ? Optional.of(moment) : Optional.empty();
    }
}
