package dev.millrace.builder.registry;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.ManifestTypes;
import dev.millrace.registry.Registries;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryErrors;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryRequest;
import dev.millrace.registry.RegistryUnavailable;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * Writes manifests and tags (OCI distribution spec 1.1). Thread-safe; blocking. Each operation may be repeated: what is there already is success.
 *
 * <p>Every method throws {@link RegistryUnavailable} for transient errors and {@link RegistryRefused} for permanent ones.
 */
public final class ManifestWriter {
    private final Registries registries;
    private final RegistryCalls calls;
    private final RegistryReader reader;

    public ManifestWriter(Registries registries, RegistryCalls calls) {
        this.registries = registries;
        this.calls = calls;
        this.reader = new RegistryReader(registries, calls);
    }

    /**
     * A manifest or index.
     *
     * @param bytes exactly as they are stored; their digest names the manifest
     */
    public record Manifest(String mediaType, byte[] bytes) {

        /** The digest of the bytes. */
        public Digest digest() {
            return Digest.of(bytes);
        }
    }

    /**
     * Returns true if the repository of an image has a manifest. A registry may refuse to read a repository that does not exist yet, and accept a
     * push that creates it.
     */
    public boolean has(ImageName image, Digest digest, Deadline deadline) {
        HttpRequest.Builder http = manifests(image, digest.value())
                .header("Accept", ManifestTypes.ACCEPTED)
                .HEAD();
        RegistryRequest request = request(image, http, "reading " + image.at(digest), deadline);
        try {
            return calls.send(request).statusCode() != 404;
        } catch (RegistryRefused e) {
            return false;
        }
    }

    /**
     * Writes a manifest under its digest, after everything that it names.
     *
     * @return true if the registry lists it as a referrer of its subject by itself
     */
    public boolean put(ImageName image, Manifest manifest, Deadline deadline) {
        Digest digest = manifest.digest();
        RegistryRequest request =
                request(image, put(image, digest.value(), manifest), "pushing " + image.at(digest), deadline);
        HttpResponse<byte[]> response = calls.answer(request);
        if (response.statusCode() / 100 != 2) {
            throw failure(request, response);
        }
        Optional<String> stored = response.headers().firstValue("Docker-Content-Digest");
        if (stored.isPresent() && !stored.get().equals(digest.value())) {
            throw new RegistryRefused(request.what() + ": the registry stored it under another digest");
        }
        return response.headers().firstValue("OCI-Subject").isPresent();
    }

    /** Lets a tag name a manifest that the registry has. A registry whose tags can't be moved may have it already. */
    public void tag(ImageName image, Manifest manifest, Tag tag, Deadline deadline) {
        write(image, manifest, tag, deadline).ifPresent(other -> {
            throw new RegistryRefused(tagging(image, tag) + ": the registry answered " + other.status()
                    + " and the tag names " + other.digest() + " there, not " + manifest.digest()
                    + "; let the tag be moved in the registry, or use a tag that was not used before");
        });
    }

    /**
     * Another image that a tag names, and that it has to name.
     *
     * @param status of the refusal to move the tag
     */
    private record FixedImage(int status, Digest digest) {}

    /** Writes a tag. Returns the image that it names instead if it can't be moved. */
    private Optional<FixedImage> write(ImageName image, Manifest manifest, Tag tag, Deadline deadline) {
        RegistryRequest request = request(image, put(image, tag.value(), manifest), tagging(image, tag), deadline);
        HttpResponse<byte[]> response = calls.answer(request);
        int status = response.statusCode();
        Optional<Digest> current = TagAnswer.dependsOnCurrent(status) ? reader.digest(image, tag) : Optional.empty();
        return switch (TagAnswer.of(status, current, manifest.digest())) {
            case TagAnswer.Written written -> Optional.empty();
            case TagAnswer.Taken(Digest other) -> Optional.of(new FixedImage(status, other));
            case TagAnswer.Refused refused -> throw failure(request, response);
        };
    }

    private static String tagging(ImageName image, Tag tag) {
        return "tagging " + image + ":" + tag;
    }

    /**
     * Lets a tag name a manifest unless it names one already: the first writer wins. The specification has no conditional write, so another writer can
     * still win between the two requests of this method, unless the registry refuses to move tags.
     *
     * @return the digest that the tag names
     */
    public Digest claim(ImageName image, Manifest manifest, Tag tag, Deadline deadline) {
        Optional<Digest> earlier = current(image, tag);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        return write(image, manifest, tag, deadline).map(FixedImage::digest).orElseGet(manifest::digest);
    }

    /** A registry may refuse to read what it lets be written. */
    private Optional<Digest> current(ImageName image, Tag tag) {
        try {
            return reader.digest(image, tag);
        } catch (RegistryRefused e) {
            return Optional.empty();
        }
    }

    /** The error for a refused manifest. Content that was deleted meanwhile is pushed again by the next attempt. */
    private RuntimeException failure(RegistryRequest request, HttpResponse<byte[]> response) {
        RegistryErrors errors = RegistryErrors.of(response.body());
        return errors.has("MANIFEST_BLOB_UNKNOWN") || errors.has("BLOB_UNKNOWN")
                ? new RegistryUnavailable(request.what() + ": the registry lost a part of it; will be pushed again")
                : calls.refusal(request, response);
    }

    private HttpRequest.Builder put(ImageName image, String reference, Manifest manifest) {
        return manifests(image, reference)
                .header("Content-Type", manifest.mediaType())
                .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest.bytes()));
    }

    private HttpRequest.Builder manifests(ImageName image, String reference) {
        return HttpRequest.newBuilder(registries.required(image).api(image.path() + "/manifests/" + reference));
    }

    private RegistryRequest request(ImageName image, HttpRequest.Builder http, String what, Deadline deadline) {
        Registry registry = registries.required(image);
        return new RegistryRequest(registry, image.path(), http, what, deadline.limit(RegistryRequest.LIMIT, what));
    }
}
