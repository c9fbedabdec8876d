package dev.millrace.builder.source.lfs;

import dev.millrace.git.GitUnavailable;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.http.BoundedHttpClient;
import dev.millrace.http.HttpResult;
import dev.millrace.http.Limits;
import dev.millrace.http.address.AddressPolicy;
import dev.millrace.http.address.Connections;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Git LFS server of one repository, at its address with {@code .git/info/lfs}. */
public final class LfsStore implements AutoCloseable {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(10), Duration.ofMinutes(10));
    private static final String TYPE = "application/vnd.git-lfs+json";
    private static final int MAX_RESPONSE_BYTES = 4 << 20;
    private static final int BATCH = 100;

    private final Remote remote;
    private final Set<String> hosts;
    private final Path temporary;
    private final BoundedHttpClient http;

    /**
     * Creates the store of a repository. Sends no request.
     *
     * @param hosts further hosts that may serve contents, each with its port unless it is that of HTTPS; the repository's own is always allowed
     * @param temporary a folder for downloads, used by nothing else
     */
    public LfsStore(Remote remote, List<String> hosts, Path temporary) {
        this.remote = remote;
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.temporary = temporary;
        this.http = new BoundedHttpClient(LIMITS);
    }

    /**
     * Writes the contents of files in place of their pointers.
     *
     * @param pointers by the path of the file in the repository
     * @param targets the places on disk, by the same paths
     * @throws LfsRefused if a content can't be had
     * @throws GitUnavailable if a server is unavailable
     * @throws IOException if the disk fails
     */
    public void fetch(Map<String, LfsPointer> pointers, Map<String, Path> targets) throws IOException {
        Map<LfsPointer, List<String>> paths = new TreeMap<>(Comparator.comparing(LfsPointer::oid));
        pointers.forEach((path, pointer) ->
                paths.computeIfAbsent(pointer, one -> new ArrayList<>()).add(path));
        List<Map.Entry<LfsPointer, List<String>>> all = List.copyOf(paths.entrySet());
        for (int from = 0; from < all.size(); from += BATCH) {
            var some = all.subList(from, Math.min(all.size(), from + BATCH));
            Map<String, LfsDownload> downloads = batch(
                    some.getFirst().getValue().getFirst(),
                    some.stream().map(Map.Entry::getKey).toList());
            for (Map.Entry<LfsPointer, List<String>> one : some) {
                fetch(one.getKey(), one.getValue(), downloads, targets);
            }
        }
    }

    private void fetch(
            LfsPointer pointer, List<String> paths, Map<String, LfsDownload> downloads, Map<String, Path> targets)
            throws IOException {
        Path content = download(paths.getFirst(), pointer, downloads.get(pointer.oid()));
        try {
            for (String path : paths) {
                replace(content, Objects.requireNonNull(targets.get(path), path));
            }
        } finally {
            Files.deleteIfExists(content);
        }
    }

    /** Keeps the permissions of the file. */
    private static void replace(Path content, Path target) throws IOException {
        try (var out = Files.newOutputStream(
                target, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(content, out);
        }
    }

    private Map<String, LfsDownload> batch(String path, List<LfsPointer> pointers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint(path))
                .header("Accept", TYPE)
                .header("Content-Type", TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(LfsDownload.request(pointers)));
        authorization(path).ifPresent(value -> request.header("Authorization", value));
        byte[] body = responseTo(
                path, "asking " + remote.url().getHost(), http.exchange(request.build(), MAX_RESPONSE_BYTES));
        try {
            return LfsDownload.parse(body);
        } catch (IOException e) {
            throw new LfsRefused(path, "the host sent no valid response of the batch API");
        }
    }

    private URI endpoint(String path) {
        String address = remote.url().toString().replaceFirst("/+$", "");
        if (!address.startsWith("http://") && !address.startsWith("https://")) {
            throw new LfsRefused(
                    path, "it can only be fetched by HTTP; configure the repository with its HTTPS address");
        }
        return URI.create((address.endsWith(".git") ? address : address + ".git") + "/info/lfs/objects/batch");
    }

    private Path download(String path, LfsPointer pointer, @Nullable LfsDownload download) throws IOException {
        return switch (download) {
            case LfsDownload.From from -> download(path, pointer, from);
            case LfsDownload.None none -> throw new LfsRefused(path, none.reason());
            case null -> throw new LfsRefused(path, "the server did not answer for it");
        };
    }

    private Path download(String path, LfsPointer pointer, LfsDownload.From from) throws IOException {
        checkHost(path, from.address());
        Files.createDirectories(temporary);
        Path content =
                temporary.resolve(pointer.oid() + "-" + Thread.currentThread().threadId());
        try {
            HttpResult result = http.download(request(path, from), content, pointer.size());
            responseTo(path, "downloading it from " + from.address().getHost(), result);
            if (!FileDigest.sha256(content).equals(pointer.oid())) {
                throw new LfsRefused(path, "its content is not the one that its pointer names");
            }
            return content;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(content);
            throw e;
        }
    }

    private HttpRequest request(String path, LfsDownload.From from) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(from.address());
            from.headers().forEach(request::header);
            if (!from.headers().containsKey("Authorization") && isOwn(from.address())) {
                authorization(path).ifPresent(value -> request.header("Authorization", value));
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new LfsRefused(path, "the server names an address or a header that can't be sent");
        }
    }

    private void checkHost(String path, URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT)
                + (address.getPort() < 0 ? "" : ":" + address.getPort());
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        if (!isOwn(address) && !(secure && hosts.contains(host))) {
            throw new LfsRefused(
                    path,
                    "it is at " + host
                            + ", which is not allowed; add the host to the repository's lfs-hosts in the configuration of the service");
        }
    }

    private boolean isOwn(URI address) {
        return AddressPolicy.sameOrigin(remote.url(), address);
    }

    private Optional<String> authorization(String path) {
        Optional<String> authorization = authorization();
        if (authorization.isPresent() && !Connections.policy().isProtected(remote.url())) {
            throw new LfsRefused(path, AddressPolicy.NOT_SENT);
        }
        return authorization;
    }

    private Optional<String> authorization() {
        return switch (remote.credentials()) {
            case Credentials.Basic(String user, String secret) ->
                Optional.of("Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8)));
            case Credentials.Bearer(String token) -> Optional.of("Bearer " + token);
            case Credentials.None none -> Optional.empty();
            case Credentials.Ssh ssh -> Optional.empty();
        };
    }

    private static byte[] responseTo(String path, String doing, HttpResult result) {
        return switch (result) {
            case HttpResult.Response(var response) when response.statusCode() == 200 -> response.body();
            case HttpResult.Response(var response)
            when response.statusCode() == 429 || response.statusCode() >= 500 ->
                throw unavailable(path, doing + " got status " + response.statusCode());
            case HttpResult.Response(var response) ->
                throw new LfsRefused(path, doing + " got status " + response.statusCode());
            case HttpResult.TooLarge tooLarge -> throw new LfsRefused(path, doing + ": " + tooLarge.reason());
            case HttpResult.Failure failure -> throw unavailable(path, doing + ": " + failure.reason());
        };
    }

    private static GitUnavailable unavailable(String path, String reason) {
        return new GitUnavailable("the file " + path + " in Git LFS: " + reason, new IOException(reason));
    }

    @Override
    public void close() {
        http.close();
    }
}
