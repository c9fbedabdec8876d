package dev.millrace.sync.source;

import dev.millrace.events.value.RepositoryId;
import java.net.URI;

/**
 * Where an Application's files are.
 *
 * @param credentials says which credentials are meant, so that no Application reads what was fetched with another's; empty for none
 * @param path the directory, {@code ""} for the root
 */
public record Source(RepositoryId repository, URI url, Followed followed, String credentials, String path) {

    /** One mirror serves all sources with the same key. */
    public String mirrorKey() {
        return repository + " " + url + " " + credentials;
    }

    /** Whether both mean the same commit of the same mirror. */
    public boolean standsWith(Source other) {
        return followed.equals(other.followed) && mirrorKey().equals(other.mirrorKey());
    }
}
