package dev.millrace.builder.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.ManifestTypes;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads and tags images in the configured registries (OCI distribution spec 1.1). Thread-safe; blocking.
 *
 * <p>Every method throws {@link RegistryUnavailable} if the registry is unreachable or answers with 429 or 5xx, and
 * {@link RegistryRefused} if it refuses the request.
 */
public final class RegistryClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_DOCUMENT_BYTES = 4L << 20;

    private final RegistryHosts hosts;
    private final RegistryCalls calls;

    public RegistryClient(RegistryHosts hosts) {
        this.hosts = hosts;
        this.calls = new RegistryCalls();
    }

    /** The configured registries. */
    public RegistryHosts hosts() {
        return hosts;
    }

    /** The current digest of a tag; empty if there is no such tag. One HEAD request. */
    public Optional<Digest> digest(ImageName image, Tag tag) {
        Registry host = host(image);
        HttpRequest.Builder request = HttpRequest.newBuilder(host.api(image.path() + "/manifests/" + tag))
                .header("Accept", ManifestTypes.ACCEPTED)
                .HEAD();
        HttpResponse<byte[]> response = calls.send(host, image.path(), request, "looking for " + image + ":" + tag);
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(digestOf(response, image));
    }

    /** Reads an image from the registry; empty if there is no such tag. */
    public Optional<RegistryImage> image(ImageName image, Tag tag) {
        return manifest(image, tag.value()).map(manifest -> describe(image, manifest));
    }

    /** Sets a tag on an image that is in the registry. */
    public void tag(ImageName image, Digest digest, Tag tag) {
        Registry host = host(image);
        HttpResponse<byte[]> manifest = manifest(image, digest.value())
                .orElseThrow(() -> new RegistryUnavailable(image.at(digest) + " is no longer in the registry"));
        HttpRequest.Builder request = HttpRequest.newBuilder(host.api(image.path() + "/manifests/" + tag))
                .header("Content-Type", mediaType(manifest))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest.body()));
        calls.send(host, image.path(), request, "tagging " + image + ":" + tag);
    }

    /** Returns true if a registry responds, even with a refusal. */
    public boolean isReachable(RegistryHost host) {
        try {
            Registry registry = host.registry();
            calls.send(registry, "", HttpRequest.newBuilder(registry.api("")).GET(), "calling " + host.host());
            return true;
        } catch (RegistryRefused e) {
            return true;
        } catch (RegistryUnavailable e) {
            return false;
        }
    }

    private Registry host(ImageName image) {
        return hosts.of(image)
                .map(RegistryHost::registry)
                .orElseThrow(() -> new IllegalStateException("not a configured registry: " + image));
    }

    private Optional<HttpResponse<byte[]>> manifest(ImageName image, String reference) {
        Registry host = host(image);
        HttpRequest.Builder request = HttpRequest.newBuilder(host.api(image.path() + "/manifests/" + reference))
                .header("Accept", ManifestTypes.ACCEPTED)
                .GET();
        HttpResponse<byte[]> response = calls.send(host, image.path(), request, "reading " + image + ":" + reference);
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(response);
    }

    private RegistryImage describe(ImageName image, HttpResponse<byte[]> response) {
        Digest digest = digestOf(response, image);
        JsonNode manifest = json(response.body(), "the manifest of " + image);
        if (!ManifestTypes.isIndex(mediaType(response))) {
            JsonNode config = config(image, manifest);
            return new RegistryImage(digest, platforms(List.of(config)), labels(config), createdAt(config));
        }
        List<JsonNode> platforms = new ArrayList<>();
        manifest.path("manifests").forEach(entry -> platforms.add(entry.path("platform")));
        JsonNode first = Optional.ofNullable(
                        manifest.path("manifests").path(0).path("digest").textValue())
                .flatMap(one -> manifest(image, one))
                .map(one -> config(image, json(one.body(), "a manifest of " + image)))
                .orElse(JSON.createObjectNode());
        return new RegistryImage(digest, platforms(platforms), labels(first), createdAt(first));
    }

    private JsonNode config(ImageName image, JsonNode manifest) {
        JsonNode config = manifest.path("config");
        String digest = config.path("digest").asText("");
        if (digest.isEmpty() || config.path("size").asLong(0) > MAX_DOCUMENT_BYTES) {
            return JSON.createObjectNode();
        }
        Registry host = host(image);
        HttpRequest.Builder request = HttpRequest.newBuilder(host.api(image.path() + "/blobs/" + new Digest(digest)))
                .GET();
        HttpResponse<byte[]> response =
                calls.send(host, image.path(), request, "reading the configuration of " + image);
        return response.statusCode() == 404
                ? JSON.createObjectNode()
                : json(response.body(), "the configuration of " + image);
    }

    private static List<Platform> platforms(List<JsonNode> entries) {
        List<Platform> platforms = new ArrayList<>();
        for (JsonNode one : entries) {
            String os = one.path("os").asText("");
            String architecture = one.path("architecture").asText("");
            String variant = one.path("variant").asText("");
            if (os.isEmpty() || architecture.isEmpty() || os.equals("unknown")) {
                continue;
            }
            platforms.add(new Platform(os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant)));
        }
        return platforms;
    }

    private static Map<String, String> labels(JsonNode config) {
        Map<String, String> labels = new TreeMap<>();
        config.path("config")
                .path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    private static Optional<Instant> createdAt(JsonNode config) {
        try {
            return Optional.ofNullable(config.path("created").textValue()).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Digest digestOf(HttpResponse<byte[]> response, ImageName image) {
        return response.headers()
                .firstValue("Docker-Content-Digest")
                .map(Digest::new)
                .orElseThrow(() -> new RegistryRefused(image.registry() + " returned no digest of " + image));
    }

    private static String mediaType(HttpResponse<byte[]> response) {
        return response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    }

    private static JsonNode json(byte[] body, String what) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new RegistryRefused(what + " is not JSON");
        }
    }
}
