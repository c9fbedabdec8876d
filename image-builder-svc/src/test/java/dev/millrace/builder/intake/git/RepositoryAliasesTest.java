package dev.millrace.builder.intake.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.RepositoryId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryAliasesTest {
    private static final RepositoryId WEB = new RepositoryId("git.example/shop/web");
    private static final RepositoryId API = new RepositoryId("git.example/shop/api");

    @ParameterizedTest
    @CsvSource({
        "http://gitea.internal:3000/Shop/Web.git, gitea.internal:3000/shop/web",
        "ssh://git@git.example:2222/shop/web.git, git.example:2222/shop/web",
        "git@ssh.example:shop/web.git, ssh.example/shop/web",
        "git.internal/shop/web, git.internal/shop/web",
        "' https://git.internal/shop/web ', git.internal/shop/web",
        "https://org@dev.azure.com/org/My%20Project/_git/web, dev.azure.com/org/my%20project/_git/web",
    })
    void anAliasStandsForItsRepository(String alias, String delivered) {
        RepositoryAliases aliases = RepositoryAliases.of(Map.of(WEB, List.of(alias), API, List.of()));

        assertThat(aliases.resolve(new RepositoryId(delivered))).isEqualTo(WEB);
        assertThat(aliases.resolve(WEB)).isEqualTo(WEB);
        assertThat(aliases.resolve(API)).isEqualTo(API);
        assertThat(aliases.resolve(new RepositoryId("other.example/shop/web")))
                .isEqualTo(new RepositoryId("other.example/shop/web"));
    }

    @Test
    void anAliasMayBeRepeatedForItsOwnRepository() {
        RepositoryAliases aliases = RepositoryAliases.of(
                Map.of(WEB, List.of("https://git.example/shop/web.git", "git.internal/x/y", "git@git.internal:x/y")));

        assertThat(aliases.resolve(new RepositoryId("git.internal/x/y"))).isEqualTo(WEB);
    }

    @Test
    void anAliasOfTwoRepositoriesIsAnError() {
        assertThatThrownBy(() ->
                        RepositoryAliases.of(Map.of(WEB, List.of("a.example/x/y"), API, List.of("a.example/x/y"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the alias a.example/x/y of git.example/shop/");
        assertThatThrownBy(() -> RepositoryAliases.of(Map.of(WEB, List.of("git.example/shop/api"), API, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the alias git.example/shop/api of git.example/shop/web stands for another");
    }

    @Test
    void anAliasThatIsNoAddressIsAnError() {
        assertThatThrownBy(() -> RepositoryAliases.of(Map.of(WEB, List.of("web"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a repository");
    }
}
