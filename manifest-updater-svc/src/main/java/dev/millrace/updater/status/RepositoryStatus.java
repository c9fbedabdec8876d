package dev.millrace.updater.status;

import dev.millrace.messaging.intake.Listing;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The last status of the repositories. A problem is logged once when it appears, and counted in {@code millrace_updater_troubles}. */
@Startup
@ApplicationScoped
public class RepositoryStatus {
    private static final Logger LOG = Logger.getLogger(RepositoryStatus.class);

    private final ConfigRepositories repositories;
    private final Map<String, RepositoryView> views = new ConcurrentHashMap<>();

    public RepositoryStatus(ConfigRepositories repositories, MeterRegistry registry) {
        this.repositories = repositories;
        registry.gauge("millrace.updater.troubles", views, RepositoryStatus::countProblems);
        registry.gauge("millrace.updater.push.waiting", repositories, RepositoryStatus::waiting);
        registry.gauge("millrace.updater.suspended", repositories, RepositoryStatus::suspended);
    }

    private static double suspended(ConfigRepositories repositories) {
        return repositories.all().stream().mapToInt(ConfigRepository::suspended).sum();
    }

    private static double waiting(ConfigRepositories repositories) {
        return repositories.all().stream()
                .filter(one -> !one.pushProblem().isEmpty())
                .count();
    }

    private static double countProblems(Map<String, RepositoryView> views) {
        return views.values().stream().mapToInt(view -> problems(view).size()).sum();
    }

    /** Inspects a repository's branch as fetched last, unless that commit is inspected already. The state of requests is always current. */
    public RepositoryView inspect(ConfigRepository repository) {
        RepositoryView before = views.getOrDefault(repository.id().value(), RepositoryView.UNKNOWN);
        String tip = repository
                .mirror()
                .tip(repository.branch())
                .map(Object::toString)
                .orElse("");
        if (!tip.isEmpty() && tip.equals(before.commit().orElse(""))) {
            return before.withRequests(repository.requests());
        }
        RepositoryView now = Inspection.of(repository);
        views.put(repository.id().value(), now);
        List<String> known = problems(before);
        problems(now).stream()
                .filter(line -> !known.contains(line))
                .forEach(line -> LOG.warnf("configuration problem: repository=%s error=%s", repository.id(), line));
        return now;
    }

    private static List<String> problems(RepositoryView view) {
        List<String> lines = new ArrayList<>(view.troubles());
        view.error().ifPresent(lines::add);
        view.policies().forEach(policy -> policy.error()
                .ifPresent(error -> lines.add("policy " + policy.name() + ": " + error)));
        return lines;
    }

    /** All repositories. */
    public List<RepositoryView> all() {
        return Listing.of(repositories.all(), this::inspect, RepositoryStatus::faulty);
    }

    private static RepositoryView faulty(ConfigRepository repository, String reason) {
        return new RepositoryView(
                repository.id().value(),
                repository.branch().shortName(),
                Optional.empty(),
                Optional.of(reason),
                List.of(),
                Map.of(),
                List.of());
    }
}
