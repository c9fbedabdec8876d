package dev.millrace.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.http.address.AddressPolicy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from the configured registries (OCI distribution spec 1.1). Thread-safe; blocking. Content that is requested by digest is verified
 * against it.
 *
 * <p>Every method throws {@link RegistryUnavailable} if the registry is unreachable or answers with 429 or 5xx, and
 * {@link RegistryRefused} if it refuses the request or is not configured.
 */
public final class RegistryReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1000;
    private static final int MAX_PAGES = 200;
    private static final int MAX_TAGS = PAGE * MAX_PAGES;
    private static final Duration MAX_LISTING = Duration.ofMinutes(5);
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final Pattern NEXT = Pattern.compile("<([^<>]++)>\\s*+;\\s*+rel=\"?next\"?");

    private final Registries registries;
    private final RegistryCalls calls;
    private final int page;

    public RegistryReader(Registries registries) {
        this(registries, new RegistryCalls());
    }

    /** @param calls shared with others, to share their tokens */
    public RegistryReader(Registries registries, RegistryCalls calls) {
        this(registries, calls, PAGE);
    }

    /** @param page the number of tags to request at once */
    RegistryReader(Registries registries, RegistryCalls calls, int page) {
        this.registries = registries;
        this.calls = calls;
        this.page = page;
    }

    /** Returns true if the registry of an image is configured. */
    public boolean knows(ImageName image) {
        return registries.of(image).isPresent();
    }

    /** All tags of an image, in the registry's order; none if there is no such image. */
    public List<Tag> tags(ImageName image) {
        String what = "listing the tags of " + image;
        List<Tag> tags = new ArrayList<>();
        Set<URI> read = new HashSet<>();
        Optional<URI> next = Optional.of(api(image, "tags/list?n=" + page));
        long end = System.nanoTime() + MAX_LISTING.toNanos();
        while (next.isPresent() && read.add(next.get())) {
            if (read.size() > MAX_PAGES || tags.size() > MAX_TAGS) {
                throw new RegistryRefused(what + ": the registry has more than " + MAX_PAGES + " pages or " + MAX_TAGS
                        + " tags; delete old tags there");
            }
            if (System.nanoTime() - end > 0) {
                throw new RegistryUnavailable(
                        what + ": the registry did not list them within " + MAX_LISTING.toMinutes() + " minutes");
            }
            HttpResponse<byte[]> response = get(image, next.get(), what);
            if (response.statusCode() == 404) {
                return tags;
            }
            json(response.body(), what).path("tags").forEach(tag -> tags.add(tag(tag.asText(), what)));
            next = next(response);
        }
        return tags;
    }

    /** The address of the next page; an address on another host or in another scheme is ignored. */
    private static Optional<URI> next(HttpResponse<byte[]> response) {
        return response.headers().allValues("Link").stream()
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .findFirst()
                .flatMap(link -> resolved(response.uri(), link.group(1)))
                .filter(next -> AddressPolicy.sameOrigin(response.uri(), next));
    }

    private static Optional<URI> resolved(URI from, String address) {
        try {
            return Optional.of(from.resolve(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The current digest of a tag; empty if there is no such tag. Sends one HEAD request, and reads the manifest if the response has no digest, or the
     * registry does not support HEAD.
     */
    public Optional<Digest> digest(ImageName image, Tag tag) {
        String what = "reading the digest of " + image + ":" + tag;
        HttpRequest.Builder http = HttpRequest.newBuilder(api(image, "manifests/" + tag))
                .header("Accept", ManifestTypes.ACCEPTED)
                .HEAD();
        RegistryRequest request = new RegistryRequest(host(image), image.path(), http, what, RegistryRequest.LIMIT);
        HttpResponse<byte[]> response = calls.answer(request);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        boolean isSupported = response.statusCode() != METHOD_NOT_ALLOWED;
        if (isSupported && response.statusCode() >= 300) {
            throw calls.refusal(request, response);
        }
        Optional<String> header =
                response.headers().firstValue("Docker-Content-Digest").filter(text -> !text.isBlank());
        return isSupported && header.isPresent()
                ? Optional.of(digest(header.get(), what))
                : manifest(image, tag).map(ImageManifest::digest);
    }

    /** The manifest or index that a tag names now. */
    public Optional<ImageManifest> manifest(ImageName image, Tag tag) {
        return manifest(image, tag.value(), "reading " + image + ":" + tag);
    }

    /** The manifest or index of a digest. */
    public Optional<ImageManifest> manifest(ImageName image, Digest digest) {
        String what = "reading " + image.at(digest);
        return manifest(image, digest.value(), what).map(manifest -> {
            checked(digest, manifest.digest(), what);
            return manifest;
        });
    }

    private Optional<ImageManifest> manifest(ImageName image, String reference, String what) {
        HttpResponse<byte[]> response = get(image, api(image, "manifests/" + reference), what);
        String type = mediaType(response.headers().firstValue("Content-Type").orElse(""));
        return response.statusCode() == 404
                ? Optional.empty()
                : Optional.of(new ImageManifest(
                        Digest.of(response.body()), type, response.body(), json(response.body(), what)));
    }

    /** The media type without its parameters. */
    private static String mediaType(String header) {
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).strip();
    }

    /** The bytes of a blob. */
    public Optional<byte[]> blob(ImageName image, Digest digest) {
        String what = "reading the blob " + image.at(digest);
        HttpResponse<byte[]> response = get(image, api(image, "blobs/" + digest), what);
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        checked(digest, Digest.of(response.body()), what);
        return Optional.of(response.body());
    }

    /** The descriptors of the manifests that refer to this one, by the referrers API or its fallback tag. */
    public List<JsonNode> referrers(ImageName image, Digest digest) {
        String what = "listing the referrers of " + image.at(digest);
        HttpResponse<byte[]> response = get(image, api(image, "referrers/" + digest), what);
        JsonNode index = response.statusCode() == 404
                ? manifest(image, new Tag(digest.value().replace(':', '-')))
                        .map(ImageManifest::json)
                        .orElse(JSON.createObjectNode())
                : json(response.body(), what);
        List<JsonNode> descriptors = new ArrayList<>();
        index.path("manifests").forEach(descriptors::add);
        return descriptors;
    }

    private HttpResponse<byte[]> get(ImageName image, URI address, String what) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).header("Accept", ManifestTypes.ACCEPTED + ", */*;q=0.5");
        return calls.send(host(image), image.path(), request.GET(), what);
    }

    private URI api(ImageName image, String path) {
        return host(image).api(image.path() + "/" + path);
    }

    private Registry host(ImageName image) {
        return registries.required(image);
    }

    private static void checked(Digest expected, Digest found, String what) {
        if (!expected.equals(found)) {
            throw new RegistryRefused(what + ": the registry returned the digest " + found);
        }
    }

    /** Reads a digest that a registry sent. */
    public static Digest digest(String text, String what) {
        try {
            return new Digest(text);
        } catch (IllegalArgumentException e) {
            throw new RegistryRefused(what + ": " + e.getMessage());
        }
    }

    private static Tag tag(String text, String what) {
        try {
            return new Tag(text);
        } catch (IllegalArgumentException e) {
            throw new RegistryRefused(what + ": " + e.getMessage());
        }
    }

    /** Reads a document that a registry sent. */
    public static JsonNode json(byte[] body, String what) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new RegistryRefused(what + ": the answer is not JSON");
        }
    }
}
