package dev.millrace.builder.registry.push;

import dev.millrace.events.value.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Writes OCI layouts as BuildKit does: one image, or an index of images for platforms. */
public final class LayoutWriter {
    public static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final int BLOCK = 512;

    private final Path folder;

    public LayoutWriter(Path folder) {
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }

    /** Adds a blob. */
    public Descriptor blob(String mediaType, byte[] content) {
        Descriptor blob = Descriptor.of(mediaType, content);
        write(file(blob.digest()), content);
        return blob;
    }

    /** The file of a blob. */
    public Path file(Digest digest) {
        return folder.resolve("blobs").resolve(digest.value().replace(':', '/'));
    }

    /** Adds a layer with one file of random bytes; the same seed gives the same layer. */
    public Descriptor layer(long seed, int bytes) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return blob(LAYER, gzip(tar("file-" + seed, content)));
    }

    /** Adds an image. */
    public Descriptor image(String architecture, Descriptor... layers) {
        String diffs = Stream.of(layers)
                .map(layer -> '"' + layer.digest().value() + '"')
                .collect(Collectors.joining(","));
        Descriptor config = blob(CONFIG, utf8("""
                {"architecture":"%s","os":"linux","created":"2026-03-14T12:00:00Z","config":{"Labels":{"a":"b"}},\
                "rootfs":{"type":"layers","diff_ids":[%s]}}""".formatted(architecture, diffs)));
        return blob(IMAGE, utf8("""
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}""".formatted(IMAGE, json(config), list(List.of(layers)))));
    }

    /** Adds an index; each child is listed for the platform in its name, such as {@code linux/amd64}. */
    public Descriptor index(Descriptor... children) {
        return blob(INDEX, utf8("""
                {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}""".formatted(INDEX, list(List.of(children)))));
    }

    /**
     * Completes the layout and returns the digest of the image.
     *
     * @param attestations entries behind it, see {@link #attestation}
     */
    public Digest finish(Descriptor root, String... attestations) {
        write(folder.resolve("oci-layout"), utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
        String entries =
                Stream.concat(Stream.of(json(root)), Stream.of(attestations)).collect(Collectors.joining(","));
        write(folder.resolve("index.json"), utf8("{\"schemaVersion\":2,\"manifests\":[" + entries + "]}"));
        return root.digest();
    }

    /** An index of two platforms that share a layer. */
    public Digest twoPlatforms(long seed) {
        Descriptor shared = layer(seed, 2_000);
        return finish(
                index(image("amd64", shared, layer(seed + 1, 1_000)), image("arm64", shared, layer(seed + 2, 1_000))));
    }

    /** Adds a statement about an image. */
    public Descriptor statement(String json) {
        return blob("application/vnd.in-toto+json", utf8(json));
    }

    /** The entry of an index for the statements about an image. */
    public String attestation(Descriptor image, Descriptor... statements) {
        return json(image("unknown", statements))
                .replaceFirst(
                        "}$",
                        ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\","
                                + "\"vnd.docker.reference.digest\":\"" + image.digest() + "\"}}");
    }

    /** Completes the layout with an image and its statements. */
    public Digest attested(Descriptor image, Descriptor... statements) {
        return finish(image, attestation(image, statements));
    }

    /** An image with one layer. */
    public Digest single(long seed, int bytes) {
        return finish(image("amd64", layer(seed, bytes)));
    }

    private static String list(List<Descriptor> descriptors) {
        return descriptors.stream().map(LayoutWriter::json).collect(Collectors.joining(","));
    }

    static String json(Descriptor one) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(one.mediaType(), one.digest(), one.size());
    }

    private static byte[] tar(String name, byte[] content) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(content.length));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\u000000");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK + 2 * BLOCK]);
        return tar.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = utf8(text);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
