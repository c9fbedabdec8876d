package dev.millrace.builder.source;

import dev.millrace.builder.source.lfs.LfsStore;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.read.Glob;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The places of files that a repository only refers to: its submodules, and its files in Git LFS. Nothing is fetched from a place that the configuration
 * of the service doesn't allow, whatever the repository's own files name.
 */
public final class ExternalSources implements AutoCloseable {
    private static final int MAX_REPOSITORIES = 50;

    private final Remote parent;
    private final Path mirrors;
    private final List<Glob> allowed;
    private final LfsStore lfs;
    private final Map<String, MirrorHolder> opened = new HashMap<>();

    /**
     * Creates the places of one repository.
     *
     * @param mirrors the folder for the mirrors of its submodules, used by nothing else
     * @param submodules patterns of the ids of allowed submodules, such as {@code git.example.com/libraries/*}
     */
    public ExternalSources(Remote parent, Path mirrors, List<String> submodules, LfsStore lfs) {
        this.parent = parent;
        this.mirrors = mirrors;
        this.allowed = submodules.stream().map(Glob::new).toList();
        this.lfs = lfs;
    }

    /** The address of the repository. */
    URI address() {
        return parent.url();
    }

    LfsStore lfs() {
        return lfs;
    }

    /**
     * The mirror of a submodule.
     *
     * @param path the path of the submodule, for messages
     * @param address its address in {@code .gitmodules}
     * @param base the address of the repository that contains it
     * @throws SourceUnusable if it is not allowed
     */
    synchronized MirrorHolder submodule(String path, Optional<String> address, URI base) {
        URI url = address.flatMap(text -> resolve(base, text))
                .orElseThrow(() -> new SourceUnusable("the submodule " + path
                        + ": .gitmodules has no usable address for it; add a URL or remove the submodule"));
        RepositoryId id = id(path, url);
        if (allowed.stream().noneMatch(pattern -> pattern.matches(id.value()))) {
            throw new SourceUnusable("the submodule " + path + ": its repository " + id
                    + " is not allowed; add it to the repository's submodules in the configuration of the service");
        }
        if (opened.size() >= MAX_REPOSITORIES && !opened.containsKey(id.value())) {
            throw new SourceUnusable("the submodule " + path + ": more than " + MAX_REPOSITORIES + " submodules");
        }
        return opened.computeIfAbsent(
                id.value(),
                one -> new MirrorHolder(new Remote(id, url, credentials(url), parent.authorities()), mirrors));
    }

    private static RepositoryId id(String path, URI url) {
        try {
            return RepositoryId.parse(url.toString());
        } catch (IllegalArgumentException e) {
            throw new SourceUnusable("the submodule " + path + ": not the address of a repository: " + e.getMessage());
        }
    }

    /** The parent's credentials, but for its own host only. */
    private Credentials credentials(URI url) {
        URI own = parent.url();
        boolean same = equal(own.getScheme(), url.getScheme())
                && equal(own.getHost(), url.getHost())
                && own.getPort() == url.getPort();
        return same ? parent.credentials() : new Credentials.None();
    }

    private static boolean equal(@Nullable String one, @Nullable String other) {
        return one != null && one.equalsIgnoreCase(other);
    }

    /** A relative address goes up and down from that of the containing repository, as {@code git submodule} resolves it. */
    static Optional<URI> resolve(URI base, String address) {
        try {
            if (!address.startsWith("./") && !address.startsWith("../")) {
                URI url = new URI(address);
                boolean remote = List.of("http", "https", "ssh").contains(String.valueOf(url.getScheme()));
                return remote && url.getHost() != null
                        ? Optional.of(new URI(
                                url.getScheme(),
                                "ssh".equals(url.getScheme()) ? url.getUserInfo() : null,
                                url.getHost(),
                                url.getPort(),
                                url.getPath(),
                                null,
                                null))
                        : Optional.empty();
            }
            String folder = base.toString().replaceFirst("/+$", "") + "/";
            URI resolved = new URI(folder).resolve(address).normalize();
            return String.valueOf(resolved.getPath()).startsWith("/..") ? Optional.empty() : Optional.of(resolved);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        opened.values().forEach(MirrorHolder::close);
        opened.clear();
        lfs.close();
    }
}
