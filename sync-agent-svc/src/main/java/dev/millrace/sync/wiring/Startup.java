package dev.millrace.sync.wiring;

import dev.millrace.sync.trigger.Agent;
import dev.millrace.sync.trigger.Poll;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Starts to follow the cluster's Applications when all is put together. */
@ApplicationScoped
public class Startup {
    private final Agent agent;
    private final Poll poll;

    public Startup(Agent agent, Poll poll) {
        this.agent = agent;
        this.poll = poll;
    }

    void started(@Observes StartupEvent event) {
        agent.start();
        poll.start();
    }
}
