package dev.millrace.builder;

import dev.millrace.builder.journal.BuildHistory;
import dev.millrace.builder.journal.BuildJournal;
import dev.millrace.builder.journal.Redactor;
import dev.millrace.builder.status.CommitStatuses;
import dev.millrace.builder.status.LatestResults;
import dev.millrace.builder.status.StatusHost;
import dev.millrace.builder.status.StatusHosts;
import dev.millrace.builder.status.StatusTexts;
import dev.millrace.events.Topic;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.host.HostKind;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.messaging.DeliveryMetrics;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Creates the history of builds and the statuses of commits. */
@Singleton
public class StatusWiring {

    @Produces
    @Singleton
    BuildHistory history(BuilderConfig config, Clock clock) {
        return new BuildHistory(config.build().remembered(), Topic.RETENTION_PERIOD, clock);
    }

    @Produces
    @Singleton
    LatestResults results() {
        return new LatestResults();
    }

    @Produces
    @Singleton
    @Startup
    CommitStatuses statuses(
            BuilderConfig config,
            Redactor redactor,
            LatestResults results,
            BuildHistory history,
            BuildJournal journal,
            DeliveryMetrics metrics) {
        return new CommitStatuses(
                hosts(config),
                texts(config, redactor),
                results,
                key -> journal.id(key).or(() -> history.of(key)),
                metrics::failed);
    }

    private static StatusTexts texts(BuilderConfig config, Redactor redactor) {
        try {
            return new StatusTexts(redactor, config.status().logUrl());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("millrace.builder.status.log-url: " + e.getMessage(), e);
        }
    }

    private static StatusHosts hosts(BuilderConfig config) {
        Map<RepositoryId, StatusHost> hosts = new HashMap<>();
        config.repositories().forEach((name, one) -> one.status().ifPresent(status -> {
            Remote remote = Remote.of(one.url(), new Credentials.None());
            String key = "millrace.builder.repositories.\"" + name + "\".status";
            hosts.put(remote.id(), host(key, remote.url(), one.password(), status));
        }));
        return new StatusHosts(hosts);
    }

    private static StatusHost host(String key, URI repository, Optional<String> password, BuilderConfig.Status status) {
        String token = status.token()
                .or(() -> password)
                .orElseThrow(
                        () -> new IllegalArgumentException(key + ".token: missing: set a token that may set statuses"));
        Credentials credentials = Credentials.ofToken(status.username(), token);
        try {
            HostKind kind = HostKind.parse(status.host());
            return new StatusHost(kind, repository, status.apiUrl().orElseGet(() -> kind.api(repository)), credentials);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }
}
