package dev.millrace.sync.source;

import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.net.URI;

/**
 * Where an Application's files are.
 *
 * @param credentials says which credentials are meant, so that no Application reads what was fetched with another's; empty for none
 * @param path the directory, {@code ""} for the root
 */
public record Source(RepositoryId repository, URI url, GitRef ref, String credentials, String path) {

    /** One mirror serves all sources with the same key. */
    public String mirrorKey() {
        return repository + " " + url + " " + credentials;
    }

    /** Whether both are read by the same fetch. */
    public boolean sharesRefWith(Source other) {
        return mirrorKey().equals(other.mirrorKey()) && ref.equals(other.ref);
    }
}
