package dev.millrace.messaging;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Stops a local service when its parent process ends in any way. */
@ApplicationScoped
public class ExitWithParent {
    private final Optional<Long> parent;

    public ExitWithParent(@ConfigProperty(name = "local.parent-pid") Optional<Long> parent) {
        this.parent = parent;
    }

    void started(@Observes StartupEvent event) {
        parent.flatMap(ProcessHandle::of).ifPresent(ExitWithParent::exitWith);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing depends on the result
    private static void exitWith(ProcessHandle parent) {
        parent.onExit().thenRun(Quarkus::asyncExit);
    }
}
