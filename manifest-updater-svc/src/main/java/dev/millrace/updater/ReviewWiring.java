package dev.millrace.updater;

import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.host.HostKind;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.updater.review.RequestKeeper;
import dev.millrace.updater.review.ReviewHosts;
import dev.millrace.updater.review.host.RequestHosts;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** Produces the clients of the Git hosts on which pull and merge requests are opened. */
@Singleton
public class ReviewWiring {
    private final UpdaterConfig config;

    ReviewWiring(UpdaterConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    ReviewHosts reviewHosts() {
        Map<RepositoryId, RequestKeeper> keepers = new HashMap<>();
        config.repositories().forEach((name, one) -> one.review()
                .ifPresent(review ->
                        keepers.put(Remote.of(one.url(), new Credentials.None()).id(), keeper(name, one, review))));
        return new ReviewHosts(keepers);
    }

    private static RequestKeeper keeper(String name, UpdaterConfig.Repository one, UpdaterConfig.Review review) {
        String key = "millrace.updater.repositories.\"" + name + "\".review";
        String token = review.token()
                .or(one::password)
                .orElseThrow(() ->
                        new IllegalArgumentException(key + ".token: missing: set a token that may open requests"));
        Credentials credentials = Credentials.ofToken(review.username(), token);
        try {
            HostKind kind = HostKind.parse(review.kind());
            return new RequestKeeper(RequestHosts.connect(
                    kind, one.url(), review.url().orElseGet(() -> kind.api(one.url())), credentials));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }
}
