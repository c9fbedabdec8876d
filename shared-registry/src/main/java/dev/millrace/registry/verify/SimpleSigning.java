package dev.millrace.registry.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The form of {@code cosign sign --key}: a payload that names an image, in a manifest under a tag that is made of the image's digest. */
public final class SimpleSigning {
    /** The media type of a payload. */
    public static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

    /** The annotation of a payload's descriptor with the signature in Base64. */
    public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

    /** The number of signatures of an image that are read. */
    public static final int MAX_SIGNATURES = Attachments.MAX_ENTRIES;

    private static final String TYPE = "cosign container image signature";

    private SimpleSigning() {}

    /** The tag of the signatures of an image. */
    public static Tag tag(Digest digest) {
        return new Tag(digest.value().replace(':', '-') + ".sig");
    }

    /** The tag of the signed statements about an image. */
    public static Tag statementTag(Digest digest) {
        return new Tag(digest.value().replace(':', '-') + ".att");
    }

    /** The payload for an image; the same for each signature, byte by byte as cosign writes it. */
    public static byte[] payload(ImageName image, Digest digest) {
        return """
                {"critical":{"identity":{"docker-reference":"%s"},"image":{"docker-manifest-digest":"%s"},"type":"%s"},"optional":null}""".formatted(image, digest, TYPE).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns true if a payload names this image. */
    static boolean isAbout(byte[] payload, Digest digest) {
        Optional<JsonNode> critical = Attachments.json(payload).map(json -> json.path("critical"));
        return critical.isPresent()
                && critical.get().path("type").asText().equals(TYPE)
                && critical.get()
                        .path("image")
                        .path("docker-manifest-digest")
                        .asText()
                        .equals(digest.value());
    }
}
