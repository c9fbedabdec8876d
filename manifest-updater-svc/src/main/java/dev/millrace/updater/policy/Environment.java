package dev.millrace.updater.policy;

import dev.millrace.events.value.ApplicationId;
import java.util.List;

/** A group of applications that form a place to run something, such as {@code staging}. */
public record Environment(String name, List<ApplicationId> applications) {
    public Environment {
        applications = List.copyOf(applications);
    }
}
