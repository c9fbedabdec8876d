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
        String what = "tagging " + image + ":" + tag;
        RegistryRequest request = request(image, put(image, tag.value(), manifest), what, deadline);
        HttpResponse<byte[]> response = calls.answer(request);
        Digest ours = manifest.digest();
        Optional<Digest> current =
                TagAnswer.dependsOnCurrent(response.statusCode()) ? reader.digest(image, tag) : Optional.empty();
        switch (TagAnswer.of(response.statusCode(), current, ours)) {
            case TagAnswer.Written written -> {}
            case TagAnswer.Taken(Digest other) ->
                throw new RegistryRefused(what + ": the registry answered " + response.statusCode()
                        + " and the tag names " + other + " there, not " + ours
                        + "; let the tag be moved in the registry, or use a tag that was not used before");
            case TagAnswer.Refused refused -> throw failure(request, response);
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
