package dev.millrace.sync.render.helm.chart;

import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.events.value.Sha256;
import dev.millrace.http.address.AddressPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** A chart repository in Helm's format: an {@code index.yaml} that lists the location of each version. */
final class HttpRepository {
    /** The beginning of the names of stored indexes. */
    private static final String INDEX_PREFIX = "index-";

    private static final int MAX_INDEX = 64 << 20;

    private final Web web;
    private final Access access;
    private final URI root;
    private final Path directory;

    /** @param directory for the index while it is read */
    HttpRepository(Web web, Access access, URI repository, Path directory) {
        this.web = web;
        this.access = access;
        this.directory = directory;
        String text = repository.toString();
        this.root = URI.create(text.endsWith("/") ? text : text + "/");
    }

    /** Removes the indexes that an earlier process was reading when it ended. */
    static void removeLeftovers(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, INDEX_PREFIX + "*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("removing the indexes of an earlier process", e);
        }
    }

    byte[] chart(ChartSpec chart) throws ChartUnavailable {
        ChartIndex.Entry entry = entry(chart)
                .orElseThrow(() ->
                        ChartUnavailable.now(Web.host(root) + " has no chart " + chart.name() + " " + chart.version()));
        byte[] archive = get(Web.address(root, entry.url()), Charts.MAX_BYTES, Optional.empty())
                .body();
        Optional<String> expected = entry.digest().map(digest -> digest.replaceFirst("^sha256:", ""));
        if (expected.isPresent() && !expected.get().equalsIgnoreCase(Sha256.hex(archive))) {
            throw ChartUnavailable.now(Web.host(root) + " gave another " + chart.name() + " " + chart.version()
                    + " than its index promises: their digests differ");
        }
        return archive;
    }

    /** The index is stored on disk: in memory, those of a few charts would take the whole heap. */
    private Optional<ChartIndex.Entry> entry(ChartSpec chart) throws ChartUnavailable {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(INDEX_PREFIX + UUID.randomUUID());
            try {
                get(root.resolve("index.yaml"), MAX_INDEX, Optional.of(file));
                try (InputStream index = Files.newInputStream(file)) {
                    return ChartIndex.find(index, chart.name(), chart.version());
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("storing the index of a chart repository", e);
        }
    }

    private HttpResponse<byte[]> get(URI address, int most, Optional<Path> file) throws ChartUnavailable {
        Optional<String> authorization = AddressPolicy.sameOrigin(root, address) ? access.basic() : Optional.empty();
        HttpResponse<byte[]> answer = web.get(new Web.Ask(address, "*/*", authorization, most, file));
        if (answer.statusCode() != 200) {
            throw ChartUnavailable.now(Web.host(address) + " answers " + answer.statusCode() + " to "
                    + address.getPath().replaceFirst("^.*/", ""));
        }
        return answer;
    }
}
