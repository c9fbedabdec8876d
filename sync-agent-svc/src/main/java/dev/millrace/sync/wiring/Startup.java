package dev.millrace.sync.wiring;

import dev.millrace.sync.address.ServiceNetworkSearch;
import dev.millrace.sync.lead.Leadership;
import dev.millrace.sync.trigger.Agent;
import dev.millrace.sync.trigger.Poll;
import dev.millrace.sync.trigger.Tenants;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Starts to follow the cluster's Applications when the agent is assembled, and releases leadership when its work has ended. */
@ApplicationScoped
public class Startup {
    private final ServiceNetworkSearch networks;
    private final Tenants tenants;
    private final Agent agent;
    private final Poll poll;
    private final Leadership leadership;

    public Startup(ServiceNetworkSearch networks, Tenants tenants, Agent agent, Poll poll, Leadership leadership) {
        this.networks = networks;
        this.tenants = tenants;
        this.agent = agent;
        this.poll = poll;
        this.leadership = leadership;
    }

    void started(@Observes StartupEvent event) {
        // No Application is read before it is known what it may do, and where it may lead.
        tenants.start(agent, () -> networks.start(agent::start));
        poll.start();
        leadership.start(agent);
    }

    void stopping(@Observes ShutdownEvent event) {
        poll.close();
        if (agent.rest() || endsWithout(leadership)) {
            leadership.close();
        }
    }

    /** Long-running work ends at its next change of the cluster. If it doesn't, the lease is left to expire. */
    private boolean endsWithout(Leadership lead) {
        lead.resign();
        return agent.rest();
    }
}
