package dev.millrace.updater;

import dev.millrace.messaging.intake.RepositoryPoll;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Starts the poll of the repositories. */
@ApplicationScoped
public class PollStarter {
    private final RepositoryPoll poll;

    public PollStarter(RepositoryPoll poll) {
        this.poll = poll;
    }

    void start(@Observes StartupEvent event) {
        poll.start();
    }
}
