package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.ImageBuilt;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.PublishedEvent;
import dev.millrace.testbed.git.GitHost;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's commits, verified by Git and gpg. */
@QuarkusTest
@TestProfile(UpdaterProfile.class)
@WithParts({PartKind.KAFKA, PartKind.GIT})
class SignedIT {
    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @SuppressWarnings("NullAway.Init")
    @Inject
    EventPublisher publisher;

    @Test
    void theServiceSignsItsCommitsWithTheConfiguredGpgKey(@TempDir Path directory) throws Exception {
        try (Delivery delivery = new Delivery(service, publisher)) {
            delivery.repository("signed", "signed-web");
            ImageBuilt built = Delivery.built("signed-web", 1);
            delivery.publish(built);

            PublishedEvent committed = delivery.updated("signed", built);

            Path clone = directory.resolve("clone");
            git("clone", "-q", "--bare", address("signed"), clone.toString());
            assertThat(git("--git-dir", clone.toString(), "verify-commit", committed.at("/commit")))
                    .contains("Good signature from \"" + GpgKey.OWNER + "\"");
        }
    }

    private static String address(String name) {
        GitHost host = Testbed.shared().gitHost();
        return host.url("config/" + name).toString().replace("://", "://" + host.user() + ":" + host.password() + "@");
    }

    private static String git(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return GpgKey.run(GpgKey.ofService(), command);
    }
}
