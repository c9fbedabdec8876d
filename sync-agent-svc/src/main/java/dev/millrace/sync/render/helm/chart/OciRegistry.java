package dev.millrace.sync.render.helm.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.events.value.Digest;
import dev.millrace.http.address.Connections;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Charts in a registry, after the <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">distribution specification</a>
 * and <a href="https://helm.sh/docs/topics/registries/">Helm's media types</a>.
 */
final class OciRegistry {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int MAX_JSON = 4 << 20;

    private final Web web;
    private final Access access;
    private final URI host;
    private final String path;
    private Optional<String> authorization = Optional.empty();

    /** @param repository {@code oci://host/path}; plain HTTP is used for hosts that the operator names for it */
    OciRegistry(Web web, Access access, URI repository) {
        this.web = web;
        this.access = access;
        URI plain = URI.create("http://" + repository.getAuthority());
        this.host =
                Connections.policy().isProtected(plain) ? plain : URI.create("https://" + repository.getAuthority());
        this.path = String.valueOf(repository.getPath()).replaceAll("^/+|/+$", "");
    }

    byte[] chart(ChartSpec chart) throws ChartUnavailable {
        String name = path.isEmpty() ? chart.name() : path + "/" + chart.name();
        String tag = chart.version().replace('+', '_');
        JsonNode manifest = json(get("/v2/" + name + "/manifests/" + tag, MANIFEST, MAX_JSON, name));
        String digest = StreamSupport.stream(manifest.path("layers").spliterator(), false)
                .filter(layer -> layer.path("mediaType").asText().equals(CHART))
                .map(layer -> layer.path("digest").asText())
                .filter(text -> DIGEST.matcher(text).matches())
                .findFirst()
                .orElseThrow(() -> ChartUnavailable.now(Web.host(host) + ": " + name + ":" + tag + " is no chart"));
        byte[] archive = get("/v2/" + name + "/blobs/" + digest, "*/*", Charts.MAX_BYTES, name);
        if (!digest.equals(Digest.of(archive).value())) {
            throw ChartUnavailable.now(
                    Web.host(host) + " gave another " + name + ":" + tag + " than its digest requires");
        }
        return archive;
    }

    private byte[] get(String place, String accept, int most, String name) throws ChartUnavailable {
        HttpResponse<byte[]> answer = ask(place, accept, most);
        if (answer.statusCode() == 401 && authorization.isEmpty()) {
            authorization =
                    logIn(answer.headers().firstValue("www-authenticate").orElse(""), name);
            answer = ask(place, accept, most);
        }
        if (answer.statusCode() != 200) {
            throw ChartUnavailable.now(Web.host(host) + " answers " + answer.statusCode() + " to " + place);
        }
        return answer.body();
    }

    private HttpResponse<byte[]> ask(String place, String accept, int most) throws ChartUnavailable {
        return web.get(new Web.Ask(Web.address(host, place), accept, authorization, most));
    }

    private Optional<String> logIn(String challenge, String name) throws ChartUnavailable {
        if (!challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return access.basic();
        }
        String realm = parameter(challenge, "realm");
        URI server = Web.address(host, realm);
        if ("https".equals(host.getScheme()) && !"https".equals(server.getScheme())) {
            throw ChartUnavailable.now(Web.host(host) + " requires credentials over plain HTTP");
        }
        String query = "service=" + encoded(parameter(challenge, "service")) + "&scope="
                + encoded("repository:" + name + ":pull");
        URI address = URI.create(realm + (realm.contains("?") ? "&" : "?") + query);
        HttpResponse<byte[]> answer = web.get(new Web.Ask(address, "application/json", access.basic(), MAX_JSON));
        if (answer.statusCode() != 200) {
            throw ChartUnavailable.now(Web.host(address) + " answers " + answer.statusCode() + " to a login");
        }
        JsonNode token = json(answer.body());
        String text = token.path("token").asText(token.path("access_token").asText());
        return Optional.of("Bearer " + text);
    }

    private static String parameter(String challenge, String name) {
        var found = Pattern.compile("[ ,]" + name + "=\"([^\"]*)\"").matcher(challenge);
        return found.find() ? found.group(1) : "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode json(byte[] body) throws ChartUnavailable {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw ChartUnavailable.now(Web.host(host) + " answers something that is not JSON");
        }
    }
}
