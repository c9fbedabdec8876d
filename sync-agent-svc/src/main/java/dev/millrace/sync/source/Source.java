package dev.millrace.sync.source;

import dev.millrace.events.value.RepositoryId;
import dev.millrace.sync.source.trust.SignedBy;
import java.net.URI;
import java.util.Optional;

/**
 * Where an Application's files are.
 *
 * @param credentials says which credentials are meant, so that no Application reads what was fetched with another's; empty for none
 * @param path the directory, {@code ""} for the root
 * @param signedBy what must be signed, and by whom; empty if nothing must be
 */
public record Source(
        RepositoryId repository,
        URI url,
        Followed followed,
        String credentials,
        String path,
        Optional<SignedBy> signedBy) {

    /** What is read, and with which Secret. */
    String access() {
        return repository + " " + url + " " + credentials;
    }

    /** Whether it can't be followed without what this Secret holds. */
    public boolean needs(String secret) {
        return credentials.equals(secret)
                || signedBy.filter(by -> by.keys().equals(secret)).isPresent();
    }

    /** Whether both mean the same commit. */
    public boolean standsWith(Source other) {
        return followed.equals(other.followed) && repository.equals(other.repository) && url.equals(other.url);
    }
}
