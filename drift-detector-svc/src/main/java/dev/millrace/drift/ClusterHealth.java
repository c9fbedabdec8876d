package dev.millrace.drift;

import dev.millrace.drift.record.RecordWatch;
import dev.millrace.drift.watch.WatchedKind;
import dev.millrace.drift.watch.Watches;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness of the watches: the API server is reachable, and each watch has listed its objects. A kind that may not or can't be watched is
 * named, and does not count, because the others are watched nevertheless.
 */
@Readiness
@ApplicationScoped
public class ClusterHealth implements HealthCheck {
    private static final int MAX_NAMED = 10;

    private final RecordWatch records;
    private final Watches watches;

    public ClusterHealth(RecordWatch records, Watches watches) {
        this.records = records;
        this.watches = watches;
    }

    @Override
    public HealthCheckResponse call() {
        List<WatchedKind> incomplete = watches.incomplete();
        return HealthCheckResponse.named("cluster")
                .status(records.isWatching() && records.isComplete() && incomplete.isEmpty())
                .withData("api-server", records.isWatching() ? "reachable" : "unreachable")
                .withData("records", records.all().size())
                .withData("watches", watches.size())
                .withData("incomplete", named(incomplete))
                .withData("refused", named(watches.refused()))
                .withData("unwatchable", named(watches.unwatchable()))
                .withData("other-version", named(watches.inOtherVersion()))
                .build();
    }

    private static String named(List<WatchedKind> kinds) {
        String first =
                kinds.stream().limit(MAX_NAMED).map(WatchedKind::toString).collect(Collectors.joining(", "));
        return kinds.size() <= MAX_NAMED ? first : first + " and " + (kinds.size() - MAX_NAMED) + " more";
    }
}
