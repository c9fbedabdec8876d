package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** The health of an application or an object, in the terms of kstatus. */
public enum Health {
    Healthy,
    Progressing,
    Degraded,
    Suspended,
    Missing,
    @JsonEnumDefaultValue
    Unknown
}
