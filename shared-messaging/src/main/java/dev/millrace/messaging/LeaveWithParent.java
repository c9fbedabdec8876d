package dev.millrace.messaging;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** On one's own machine: the service leaves when the process that started it is gone, however it went. */
@ApplicationScoped
public class LeaveWithParent {
    private final Optional<Long> parent;

    public LeaveWithParent(@ConfigProperty(name = "local.parent-pid") Optional<Long> parent) {
        this.parent = parent;
    }

    void started(@Observes StartupEvent event) {
        parent.flatMap(ProcessHandle::of).ifPresent(LeaveWithParent::leaveWith);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to be done with it
    private static void leaveWith(ProcessHandle parent) {
        parent.onExit().thenRun(Quarkus::asyncExit);
    }
}
