package dev.millrace.events;

/** How an application or an object is, in the words of kstatus and of Kubernetes' users. */
public enum Health {
    Healthy,
    Progressing,
    Degraded,
    Suspended,
    Missing,
    Unknown
}
