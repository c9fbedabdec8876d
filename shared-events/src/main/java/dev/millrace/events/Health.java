package dev.millrace.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** How an application or an object is, in the words of kstatus and of Kubernetes' users. */
public enum Health {
    Healthy,
    Progressing,
    Degraded,
    Suspended,
    Missing,
    @JsonEnumDefaultValue
    Unknown
}
