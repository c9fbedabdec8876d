package dev.millrace.git.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostKindTest {

    @ParameterizedTest
    @CsvSource({
        "github, https://github.com/shop/web.git, https://api.github.com",
        "github, https://git.example/shop/web.git, https://git.example/api/v3",
        "gitlab, https://gitlab.com/shop/web.git, https://gitlab.com/api/v4",
        "gitea, http://git.example:3000/shop/web.git, http://git.example:3000/api/v1",
        "forgejo, https://codeberg.org/shop/web, https://codeberg.org/api/v1",
        "bitbucket, https://bitbucket.org/shop/web.git, https://api.bitbucket.org/2.0",
        "bitbucket-cloud, https://bitbucket.org/shop/web.git, https://api.bitbucket.org/2.0",
        "bitbucket-server, https://git.example/ctx/scm/SHOP/web.git, https://git.example/ctx/rest/api/latest",
    })
    void theApiOfAHostFollowsFromItsKindAndARepository(String word, URI repository, URI api) {
        assertThat(HostKind.parse(word).api(repository)).isEqualTo(api);
    }

    @Test
    void anUnknownKindIsNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> HostKind.parse("sourcehut"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown kind of Git host: sourcehut; known: github, gitlab");
    }
}
