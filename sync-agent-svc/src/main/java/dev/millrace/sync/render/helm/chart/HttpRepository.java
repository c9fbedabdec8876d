package dev.millrace.sync.render.helm.chart;

import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.events.value.Sha256;
import dev.millrace.http.address.AddressPolicy;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;

/** A chart repository in Helm's format: an {@code index.yaml} that lists the location of each version. */
final class HttpRepository {
    private static final int MAX_INDEX = 64 << 20;

    private final Web web;
    private final Access access;
    private final URI root;

    HttpRepository(Web web, Access access, URI repository) {
        this.web = web;
        this.access = access;
        String text = repository.toString();
        this.root = URI.create(text.endsWith("/") ? text : text + "/");
    }

    byte[] chart(ChartSpec chart) throws ChartUnavailable {
        HttpResponse<byte[]> index = get(root.resolve("index.yaml"), MAX_INDEX);
        ChartIndex.Entry entry = ChartIndex.find(index.body(), chart.name(), chart.version())
                .orElseThrow(() ->
                        ChartUnavailable.now(Web.host(root) + " has no chart " + chart.name() + " " + chart.version()));
        byte[] archive = get(Web.address(root, entry.url()), Charts.MAX_BYTES).body();
        Optional<String> expected = entry.digest().map(digest -> digest.replaceFirst("^sha256:", ""));
        if (expected.isPresent() && !expected.get().equalsIgnoreCase(Sha256.hex(archive))) {
            throw ChartUnavailable.now(Web.host(root) + " gave another " + chart.name() + " " + chart.version()
                    + " than its index promises: their digests differ");
        }
        return archive;
    }

    private HttpResponse<byte[]> get(URI address, int most) throws ChartUnavailable {
        Optional<String> authorization = AddressPolicy.sameOrigin(root, address) ? access.basic() : Optional.empty();
        HttpResponse<byte[]> answer = web.get(new Web.Ask(address, "*/*", authorization, most));
        if (answer.statusCode() != 200) {
            throw ChartUnavailable.now(Web.host(address) + " answers " + answer.statusCode() + " to "
                    + address.getPath().replaceFirst("^.*/", ""));
        }
        return answer;
    }
}
