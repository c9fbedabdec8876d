package dev.millrace.sync.render.helm.chart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.events.value.Digest;
import dev.millrace.http.address.Connections;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryRequest;
import dev.millrace.registry.RegistryUnavailable;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Charts in a registry, after the <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">distribution specification</a>
 * and <a href="https://helm.sh/docs/topics/registries/">Helm's media types</a>.
 */
final class OciRegistry {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final RegistryCalls calls;
    private final Registry registry;
    private final String path;
    private final Duration limit;

    /**
     * @param repository {@code oci://host/path}; plain HTTP is used for hosts that the operator names for it
     * @param limit the time limit of each request
     */
    OciRegistry(RegistryCalls calls, Access access, URI repository, Duration limit) {
        this.calls = calls;
        URI plain = URI.create("http://" + repository.getRawAuthority());
        this.registry =
                new Registry(repository.getRawAuthority(), Connections.policy().isProtected(plain), access.login());
        this.path = String.valueOf(repository.getRawPath()).replaceAll("^/+|/+$", "");
        this.limit = limit;
    }

    byte[] chart(ChartSpec chart) throws ChartUnavailable {
        String name = path.isEmpty() ? chart.name() : path + "/" + chart.name();
        String tag = chart.version().replace('+', '_');
        try {
            return chart(name, tag);
        } catch (RegistryUnavailable | RegistryRefused e) {
            throw ChartUnavailable.now(String.valueOf(e.getMessage()));
        }
    }

    private byte[] chart(String name, String tag) throws ChartUnavailable {
        String what = "reading the chart " + registry.host() + "/" + name + ":" + tag;
        byte[] document = get(name, "manifests/" + tag, MANIFEST, RegistryRequest.MAX_BYTES, what);
        JsonNode manifest = RegistryReader.json(document, what);
        String digest = StreamSupport.stream(manifest.path("layers").spliterator(), false)
                .filter(layer -> layer.path("mediaType").asText().equals(CHART))
                .map(layer -> layer.path("digest").asText())
                .filter(text -> DIGEST.matcher(text).matches())
                .findFirst()
                .orElseThrow(() -> ChartUnavailable.now(what + ": it is no chart"));
        byte[] archive = get(name, "blobs/" + digest, "*/*", Charts.MAX_BYTES, what);
        if (!digest.equals(Digest.of(archive).value())) {
            throw ChartUnavailable.now(what + ": the registry gave another content than its digest requires");
        }
        return archive;
    }

    private byte[] get(String name, String place, String accept, int maxBytes, String what) throws ChartUnavailable {
        HttpRequest.Builder request = HttpRequest.newBuilder(registry.api(name + "/" + place))
                .header("Accept", accept)
                .GET();
        HttpResponse<byte[]> response = calls.send(new RegistryRequest(registry, name, request, what, limit, maxBytes));
        if (response.statusCode() == 404) {
            throw ChartUnavailable.now(what + ": the registry has no such chart; check its name and version");
        }
        return response.body();
    }
}
