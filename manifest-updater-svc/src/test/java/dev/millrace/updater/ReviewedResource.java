package dev.millrace.updater;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.gitea.GiteaServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Adds a repository on Gitea, with requests, to the service. Without Gitea the tests that need it report so. */
public final class ReviewedResource implements QuarkusTestResourceLifecycleManager {
    private static final String PREFIX = "millrace.updater.repositories.reviewed.";

    @Override
    public Map<String, String> start() {
        if (Testbed.shared().missing(PartKind.GITEA).isPresent()) {
            return Map.of();
        }
        ReviewedRepository repository = new ReviewedRepository(Testbed.shared().gitea());
        repository.create();
        return Map.of(
                PREFIX + "url", repository.url().toString(),
                PREFIX + "username", GiteaServer.USER,
                PREFIX + "password", GiteaServer.PASSWORD,
                PREFIX + "review.kind", "gitea",
                PREFIX + "review.username", GiteaServer.USER);
    }

    @Override
    public void stop() {}
}
