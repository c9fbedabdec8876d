package dev.millrace.sync.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.remote.Credentials;
import dev.millrace.sync.identity.Identity;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    private static final Credentials TOKEN = new Credentials.Bearer("a-token");

    private Path directory;

    @BeforeEach
    void createTheDirectory(@TempDir Path empty) {
        directory = empty;
    }

    @Test
    void whoHoldsTheSameIsInTheSamePlaceWhateverItsSecretIsCalled() {
        String one = place(source("https://git.example/web", "a/git"), TOKEN, "");
        String other = place(source("https://git.example/web", "b/token"), TOKEN, "");

        assertThat(one).isEqualTo(other);
    }

    @Test
    void whatDiffersInAnythingIsInAPlaceOfItsOwn() {
        Source web = source("https://git.example/web", "a/git");

        assertThat(Stream.of(
                        place(web, TOKEN, ""),
                        place(web, TOKEN, "an authority"),
                        place(web, new Credentials.Bearer("another"), ""),
                        place(web, new Credentials.Basic("bearer", "a-token"), ""),
                        place(web, new Credentials.Basic("bearera", "-token"), ""),
                        place(web, new Credentials.Ssh("a-token", "hosts"), ""),
                        place(web, new Credentials.None(), ""),
                        place(source("https://git.example:8443/web", "a/git"), TOKEN, "")))
                .doesNotHaveDuplicates();
    }

    @Test
    void theNextProcessFindsItThere() {
        Source web = source("https://git.example/web", "a/git");

        assertThat(place(web, TOKEN, "")).isEqualTo(place(web, TOKEN, ""));
    }

    @Test
    void nobodyElseCanTellFromTheNameWhatItWasMadeOf(@TempDir Path elsewhere) {
        Source web = source("https://git.example/web", "a/git");

        String there = new Places(elsewhere).of(web, new GitSecrets.Held(TOKEN, Optional.empty()));

        assertThat(there).isNotEqualTo(place(web, TOKEN, "")).startsWith("web-");
    }

    private String place(Source source, Credentials credentials, String authorities) {
        return new Places(directory)
                .of(
                        source,
                        new GitSecrets.Held(
                                credentials, Optional.of(authorities).filter(a -> !a.isEmpty())));
    }

    private static Source source(String url, String secret) {
        return new Source(
                RepositoryId.parse(url),
                URI.create(url),
                new Followed.Fixed(new CommitId("1".repeat(40))),
                secret,
                "",
                Optional.empty(),
                Identity.OWN);
    }
}
