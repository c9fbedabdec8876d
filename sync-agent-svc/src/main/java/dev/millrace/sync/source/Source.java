package dev.millrace.sync.source;

import dev.millrace.events.value.RepositoryId;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.named.SecretReading;
import dev.millrace.sync.source.trust.SignedBy;
import java.net.URI;
import java.util.Optional;

/**
 * The location of an Application's files.
 *
 * @param credentials identifies the credentials, so that no Application reads what was fetched with another's; empty for none
 * @param path the directory, {@code ""} for the root
 * @param signedBy what must be signed, and with which keys; empty if no signature is required
 * @param reader the identity that reads the Secrets that the source names
 */
public record Source(
        RepositoryId repository,
        URI url,
        Followed followed,
        String credentials,
        String path,
        Optional<SignedBy> signedBy,
        Identity reader) {

    /** Identifies the address together with the Secret. */
    String access() {
        return repository + " " + url + " " + credentials + (credentials.isEmpty() ? "" : " " + reader);
    }

    /** Returns the Secret with the credentials; empty if the source names none. */
    Optional<SecretReading> credentialsReading() {
        return credentials.isEmpty() ? Optional.empty() : Optional.of(new SecretReading(reader, credentials));
    }

    /** Returns the Secret with the keys; empty if no signature is required. */
    Optional<SecretReading> keysReading() {
        return signedBy.map(by -> new SecretReading(reader, by.keys()));
    }

    /** Returns true if the source can't be followed without the content of this Secret. */
    public boolean needs(String secret) {
        return credentials.equals(secret)
                || signedBy.filter(by -> by.keys().equals(secret)).isPresent();
    }

    /** Returns true if both refer to the same commit. */
    public boolean standsWith(Source other) {
        return followed.equals(other.followed) && repository.equals(other.repository) && url.equals(other.url);
    }
}
