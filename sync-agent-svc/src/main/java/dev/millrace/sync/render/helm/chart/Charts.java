package dev.millrace.sync.render.helm.chart;

import com.google.re2j.Pattern;
import dev.millrace.cluster.application.reference.LocalReference;
import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.events.value.Sha256;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.sync.identity.ClusterClients;
import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Charts by repository, name and version. A fetched chart is cached: a version doesn't change. */
public final class Charts {
    static final int MAX_BYTES = 20 << 20;
    private static final long MAX_KEPT = 512L << 20;
    private static final Duration TIME = Duration.ofSeconds(60);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._/-][a-z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("v?[0-9]+(\\.[0-9A-Za-z-]+)*([+-][0-9A-Za-z.+-]*)?");

    private final ClusterClients clients;
    private final ChartCache cache;
    private final Path directory;
    private final List<Object> locks = Stream.generate(Object::new).limit(64).toList();

    /** @param directory may be emptied at any time: lost charts are fetched again */
    public Charts(KubernetesClient client, Path directory) {
        this.clients = new ClusterClients(client);
        this.cache = new ChartCache(directory, MAX_KEPT);
        this.directory = directory;
        HttpRepository.removeLeftovers(directory);
    }

    /**
     * Returns the packed chart.
     *
     * @param reader the identity that reads the Secret with the credentials
     * @param namespace the namespace of the Secret with the credentials
     */
    public byte[] of(Identity reader, String namespace, ChartSpec chart) throws ChartUnavailable {
        URI repository = repository(chart);
        // A chart that one Application fetched with credentials is not for another that names none.
        String key = Sha256.hex(String.join(
                "\n",
                chart.repository(),
                chart.name(),
                chart.version(),
                Optional.ofNullable(chart.secretRef())
                        .map(secret -> reader + " " + namespace + "/" + secret.name())
                        .orElse("")));
        synchronized (locks.get(Math.floorMod(key.hashCode(), locks.size()))) {
            Optional<byte[]> cached = cache.get(key);
            if (cached.isPresent()) {
                return cached.get();
            }
            byte[] archive = fetch(access(reader, namespace, chart.secretRef()), repository, chart);
            cache.put(key, archive);
            return archive;
        }
    }

    private Access access(Identity reader, String namespace, @Nullable LocalReference secret) throws ChartUnavailable {
        return secret == null ? Access.OPEN : Access.of(clients.as(reader), reader, namespace, secret.name());
    }

    private static URI repository(ChartSpec chart) throws ChartUnavailable {
        if (!NAME.matcher(chart.name()).matches()
                || !VERSION.matcher(chart.version()).matches()) {
            throw ChartUnavailable.ever(
                    "no chart has the name " + chart.name() + " and the version " + chart.version());
        }
        try {
            URI repository = URI.create(chart.repository());
            if (repository.getHost() != null && repository.getUserInfo() == null) {
                return repository;
            }
        } catch (IllegalArgumentException e) {
            throw ChartUnavailable.ever("repository is no URL");
        }
        throw ChartUnavailable.ever("repository is no URL of a host, or holds a user: name a Secret by secretRef");
    }

    private byte[] fetch(Access access, URI repository, ChartSpec chart) throws ChartUnavailable {
        if ("oci".equals(repository.getScheme())) {
            Optional<SSLContext> trust = access.trust();
            try (RegistryCalls calls = trust.map(RegistryCalls::new).orElseGet(RegistryCalls::new)) {
                return new OciRegistry(calls, access, repository, TIME).chart(chart);
            }
        }
        try (Web web = new Web(access, TIME)) {
            return new HttpRepository(web, access, repository, directory).chart(chart);
        }
    }
}
