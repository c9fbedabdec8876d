package dev.millrace.updater.status;

import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** What was seen in the repositories last. What is wrong is logged once when it appears, and counted in {@code millrace_updater_troubles}. */
@Startup
@ApplicationScoped
public class RepositoryStatus {
    private static final Logger LOG = Logger.getLogger(RepositoryStatus.class);

    private final ConfigRepositories repositories;
    private final Map<String, RepositoryView> seen = new ConcurrentHashMap<>();

    public RepositoryStatus(ConfigRepositories repositories, MeterRegistry registry) {
        this.repositories = repositories;
        registry.gauge("millrace.updater.troubles", seen, RepositoryStatus::troubles);
        registry.gauge("millrace.updater.push.waiting", repositories, RepositoryStatus::waiting);
    }

    private static double waiting(ConfigRepositories repositories) {
        return repositories.all().stream()
                .filter(one -> !one.pushWaits().isEmpty())
                .count();
    }

    private static double troubles(Map<String, RepositoryView> seen) {
        return seen.values().stream().mapToInt(view -> wrong(view).size()).sum();
    }

    /** Looks at a repository's branch as it was fetched last, unless that has been seen already. How requests stand changes without the branch. */
    public RepositoryView look(ConfigRepository repository) {
        RepositoryView before = seen.getOrDefault(repository.id().value(), RepositoryView.UNKNOWN);
        String tip = repository
                .mirror()
                .tip(repository.branch())
                .map(Object::toString)
                .orElse("");
        if (!tip.isEmpty() && tip.equals(before.commit().orElse(""))) {
            return before.withRequests(repository.requests());
        }
        RepositoryView now = Inspection.of(repository);
        seen.put(repository.id().value(), now);
        List<String> known = wrong(before);
        wrong(now).stream()
                .filter(line -> !known.contains(line))
                .forEach(line -> LOG.warnf("to be mended: repository=%s where=%s", repository.id(), line));
        return now;
    }

    private static List<String> wrong(RepositoryView view) {
        List<String> wrong = new ArrayList<>(view.troubles());
        view.error().ifPresent(wrong::add);
        view.policies().forEach(policy -> policy.error()
                .ifPresent(error -> wrong.add("policy " + policy.name() + " " + error)));
        return wrong;
    }

    /** All repositories. */
    public List<RepositoryView> all() {
        return repositories.all().stream().map(this::look).toList();
    }
}
