package dev.millrace.cluster.application.heal;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A day of the week, named as in {@link java.time.DayOfWeek}. */
public enum Weekday {
    @JsonProperty("Mon")
    MONDAY,
    @JsonProperty("Tue")
    TUESDAY,
    @JsonProperty("Wed")
    WEDNESDAY,
    @JsonProperty("Thu")
    THURSDAY,
    @JsonProperty("Fri")
    FRIDAY,
    @JsonProperty("Sat")
    SATURDAY,
    @JsonProperty("Sun")
    SUNDAY
}
