package dev.millrace.sync.render.helm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.sync.apply.ClusterUnavailable;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What templates may ask as {@code .Capabilities}: the cluster's version and what it serves. Asked again when a minute has passed. */
public final class ClusterVersions {
    private static final Duration KEPT = Duration.ofMinutes(1);

    private record Known(String version, List<String> apis, Instant asked) {}

    private final KubernetesClient client;
    private final Clock clock;
    private @Nullable Known known;

    public ClusterVersions(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** @throws java.io.UncheckedIOException if the API server is away */
    void tell(ObjectNode message) {
        Known now = known();
        message.put("kubernetes", now.version());
        ArrayNode apis = message.putArray("apis");
        now.apis().forEach(apis::add);
    }

    private synchronized Known known() {
        Known present = known;
        if (present == null || present.asked().plus(KEPT).isBefore(clock.instant())) {
            try {
                present = new Known(client.getKubernetesVersion().getGitVersion(), apis(), clock.instant());
            } catch (KubernetesClientException e) {
                throw ClusterUnavailable.during("asking what the cluster serves", e);
            }
            known = present;
        }
        return present;
    }

    /** As Helm has it: each version, and each kind of it. */
    private List<String> apis() {
        Stream<String> groups = client.getApiGroups().getGroups().stream()
                .flatMap(group -> group.getVersions().stream())
                .map(version -> version.getGroupVersion());
        TreeSet<String> all = new TreeSet<>();
        Stream.concat(Stream.of("v1"), groups).forEach(version -> {
            all.add(version);
            APIResourceList served = client.getApiResources(version);
            if (served != null) {
                served.getResources().stream()
                        .filter(resource -> !resource.getName().contains("/"))
                        .forEach(resource -> all.add(version + "/" + resource.getKind()));
            }
        });
        return List.copyOf(all);
    }
}
