package dev.millrace.sync.serve;

import dev.millrace.sync.render.KustomizeWorkers;
import dev.millrace.sync.render.helm.Helm;
import dev.millrace.sync.source.Repositories;
import dev.millrace.sync.trigger.Agent;
import dev.millrace.sync.trigger.WorkQueue;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the cluster's Applications are watched. A repository that can't be read is listed and does not count: it is the failure of one
 * application, and its status reports it.
 */
@Readiness
@ApplicationScoped
public class AgentHealth implements HealthCheck {
    private final Agent agent;
    private final WorkQueue queue;
    private final Repositories repositories;
    private final KustomizeWorkers kustomize;
    private final Helm helm;

    public AgentHealth(Agent agent, WorkQueue queue, Repositories repositories, KustomizeWorkers kustomize, Helm helm) {
        this.agent = agent;
        this.queue = queue;
        this.repositories = repositories;
        this.kustomize = kustomize;
        this.helm = helm;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("cluster and git")
                .status(agent.isWatching())
                .withData("cluster", agent.isWatching() ? "watched" : "the API server does not answer")
                .withData("role", agent.isLeading() ? "leader" : "standby")
                .withData("applications-at-work", queue.size())
                .withData("kustomize-worker", kustomize.available())
                .withData("helm-worker", helm.available());
        repositories
                .all()
                .forEach((name, repository) -> response.withData(
                        "git " + name,
                        repository.lastFetch().error().isEmpty()
                                ? "read at " + repository.lastFetch().at()
                                : repository.lastFetch().error()));
        return response.build();
    }
}
