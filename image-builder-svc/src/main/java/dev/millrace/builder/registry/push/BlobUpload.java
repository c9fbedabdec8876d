package dev.millrace.builder.registry.push;

import dev.millrace.builder.registry.Deadline;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Registries;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryRequest;
import dev.millrace.registry.RegistryUnavailable;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Uploads blobs (OCI distribution spec 1.1, POST then PUT). Thread-safe; blocking. A blob that is there is not sent, an interrupted one is sent again
 * from its beginning.
 *
 * <p>Every method throws {@link RegistryUnavailable} for transient errors, {@link RegistryRefused} for permanent ones, and {@link LayoutUnusable}
 * if the content is not as described.
 */
public final class BlobUpload {
    /** A connection that carries less is regarded as broken. */
    private static final long MIN_BYTES_PER_SECOND = 64 << 10;

    private final Registries registries;
    private final RegistryCalls calls;

    public BlobUpload(Registries registries, RegistryCalls calls) {
        this.registries = registries;
        this.calls = calls;
    }

    /** The way in which a blob came into the repository. */
    public enum Result {
        PRESENT,
        MOUNTED,
        UPLOADED
    }

    /** Uploads a small blob. */
    public Result put(ImageName image, String mediaType, byte[] content, Deadline deadline) {
        Descriptor blob = Descriptor.of(mediaType, content);
        return new Upload(image, blob, Optional.empty(), deadline).put(BodyPublishers.ofByteArray(content));
    }

    /**
     * Uploads a file. It is read while it is sent.
     *
     * @param source another image in the same registry that may have the blob
     */
    Result put(ImageName image, Descriptor blob, Path file, Optional<ImageName> source, Deadline deadline) {
        try {
            return new Upload(image, blob, source, deadline).put(BodyPublishers.ofFile(file));
        } catch (FileNotFoundException e) {
            throw new LayoutUnusable(blob.digest() + " is missing");
        }
    }

    /** The time limit for sending a number of bytes. */
    static Duration limit(long bytes) {
        return RegistryRequest.LIMIT.plusSeconds(bytes / MIN_BYTES_PER_SECOND);
    }

    private final class Upload {
        private final ImageName image;
        private final Descriptor blob;
        private final Optional<ImageName> source;
        private final Deadline deadline;
        private final Registry registry;
        private final String what;

        Upload(ImageName image, Descriptor blob, Optional<ImageName> source, Deadline deadline) {
            this.image = image;
            this.blob = blob;
            this.source = source.filter(other ->
                    other.registry().equals(image.registry()) && !other.path().equals(image.path()));
            this.deadline = deadline;
            this.registry = registries.required(image);
            this.what = "pushing the layer " + image.at(blob.digest());
        }

        Result put(BodyPublisher content) {
            if (isPresent()) {
                return Result.PRESENT;
            }
            Optional<HttpResponse<byte[]>> mount = source.flatMap(this::mount);
            if (mount.filter(response -> response.statusCode() == 201).isPresent()) {
                return Result.MOUNTED;
            }
            send(mount.orElseGet(this::begin), new VerifiedBody(content, blob));
            return Result.UPLOADED;
        }

        /** A registry may refuse to read a repository that does not exist yet, and accept a push that creates it. */
        private boolean isPresent() {
            URI address = registry.api(image.path() + "/blobs/" + blob.digest());
            try {
                return calls.send(request(HttpRequest.newBuilder(address).HEAD()))
                                .statusCode()
                        != 404;
            } catch (RegistryRefused e) {
                return false;
            }
        }

        /** Requests the blob from another image; empty if the registry refuses, because that is an optimization only. */
        private Optional<HttpResponse<byte[]>> mount(ImageName other) {
            String query = "?mount=" + blob.digest().value().replace(":", "%3A") + "&from="
                    + other.path().replace("/", "%2F");
            try {
                return Optional.of(calls.answer(request(post(query))))
                        .filter(response -> response.statusCode() == 201 || response.statusCode() == 202);
            } catch (RegistryRefused e) {
                return Optional.empty();
            }
        }

        private HttpResponse<byte[]> begin() {
            RegistryRequest request = request(post(""));
            HttpResponse<byte[]> response = calls.answer(request);
            if (response.statusCode() != 202) {
                throw calls.refusal(request, response);
            }
            return response;
        }

        private HttpRequest.Builder post(String query) {
            return HttpRequest.newBuilder(registry.api(image.path() + "/blobs/uploads/" + query))
                    .POST(BodyPublishers.noBody());
        }

        private void send(HttpResponse<byte[]> begun, VerifiedBody body) {
            URI address = UploadLocation.of(
                            begun.request().uri(), begun.headers().firstValue("Location"), blob.digest())
                    .orElseThrow(() -> new RegistryRefused(what + ": the registry names no address of its own for the"
                            + " content; configure the external address of " + registry.host() + " in the registry"));
            Duration limit = deadline.limit(limit(blob.size()), what);
            RegistryRequest request = new RegistryRequest(registry, image.path(), content(address, body), what, limit);
            HttpResponse<byte[]> response = verified(request, body);
            if (response.statusCode() == 404) {
                throw new RegistryUnavailable(what + ": the registry lost the upload; will be uploaded again");
            }
            if (response.statusCode() / 100 != 2) {
                throw calls.refusal(request, response);
            }
            checkStored(response, blob.digest());
        }

        private HttpRequest.Builder content(URI address, VerifiedBody body) {
            return HttpRequest.newBuilder(address)
                    .header("Content-Type", "application/octet-stream")
                    .PUT(body);
        }

        private HttpResponse<byte[]> verified(RegistryRequest request, VerifiedBody body) {
            try {
                return calls.answer(request);
            } catch (RegistryUnavailable e) {
                Optional<String> fault = body.fault();
                throw fault.isPresent() ? new LayoutUnusable(fault.get()) : e;
            }
        }

        private void checkStored(HttpResponse<byte[]> response, Digest digest) {
            Optional<String> stored = response.headers().firstValue("Docker-Content-Digest");
            if (stored.isPresent() && !stored.get().equals(digest.value())) {
                throw new RegistryRefused(what + ": the registry stored it under another digest");
            }
        }

        private RegistryRequest request(HttpRequest.Builder http) {
            return new RegistryRequest(registry, image.path(), http, what, deadline.limit(RegistryRequest.LIMIT, what));
        }
    }
}
