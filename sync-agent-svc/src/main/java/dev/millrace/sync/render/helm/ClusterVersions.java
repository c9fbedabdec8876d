package dev.millrace.sync.render.helm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.sync.apply.ApiGroups;
import dev.millrace.sync.apply.ClusterUnavailable;
import dev.millrace.sync.apply.KindUnavailable;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's version and the kinds that it serves, which templates read as {@code .Capabilities}. Refreshed after one minute. While an API
 * group is unavailable, its last known kinds are used, so that charts don't render differently for a short time.
 */
public final class ClusterVersions {
    private static final Logger LOG = Logger.getLogger(ClusterVersions.class);
    private static final Duration KEPT = Duration.ofMinutes(1);

    private record Known(String version, Map<String, List<String>> kinds, Instant asked) {}

    private final KubernetesClient client;
    private final ApiGroups groups;
    private final Clock clock;
    private @Nullable Known known;

    public ClusterVersions(KubernetesClient client, Clock clock) {
        this.client = client;
        this.groups = new ApiGroups(client);
        this.clock = clock;
    }

    /** @throws java.io.UncheckedIOException if the API server is unavailable */
    public void addTo(ObjectNode message) {
        Known now = known();
        message.put("kubernetes", now.version());
        ArrayNode apis = message.putArray("apis");
        TreeSet<String> all = new TreeSet<>();
        now.kinds().forEach((version, kinds) -> { // in Helm's form: each version, and each kind of it
            all.add(version);
            kinds.forEach(kind -> all.add(version + "/" + kind));
        });
        all.forEach(apis::add);
    }

    private synchronized Known known() {
        Known present = known;
        if (present == null || present.asked().plus(KEPT).isBefore(clock.instant())) {
            Map<String, List<String>> before = present == null ? Map.of() : present.kinds();
            try {
                present = new Known(client.getKubernetesVersion().getGitVersion(), kinds(before), clock.instant());
            } catch (KubernetesClientException e) {
                throw ClusterUnavailable.during("reading what the cluster serves", e);
            }
            known = present;
        }
        return present;
    }

    private Map<String, List<String>> kinds(Map<String, List<String>> before) {
        Map<String, List<String>> all = new HashMap<>();
        groups.versions().forEach(version -> all.put(version, kinds(version, before)));
        return Map.copyOf(all);
    }

    private List<String> kinds(String version, Map<String, List<String>> before) {
        try {
            return groups.resources(version).stream()
                    .filter(resource -> !resource.getName().contains("/"))
                    .map(APIResource::getKind)
                    .distinct()
                    .toList();
        } catch (KindUnavailable e) {
            LOG.warnf("kinds of an API group are unavailable, the previous ones are used: error=%s", e.reason());
            return before.getOrDefault(version, List.of());
        }
    }
}
