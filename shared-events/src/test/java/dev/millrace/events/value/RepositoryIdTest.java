package dev.millrace.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryIdTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://github.com/Shop/Web.git                      | github.com/shop/web
            https://github.com/shop/web/                         | github.com/shop/web
            https://github.com/shop/web.git/                     | github.com/shop/web
            https://GitHub.com:443/shop/web                      | github.com/shop/web
            https://user:p%40ss@github.com/shop/web.git          | github.com/shop/web
            https://user:p@ss@github.com/shop/web.git            | github.com/shop/web
            http://127.0.0.1:3000/shop/web.git                   | 127.0.0.1:3000/shop/web
            http://git.example.com:8443//shop//web.git           | git.example.com:8443/shop/web
            git@github.com:Shop/Web.git                          | github.com/shop/web
            git@github.com:/shop/web                             | github.com/shop/web
            ssh://git@github.com/shop/web.git                    | github.com/shop/web
            ssh://git@github.com:22/shop/web.git                 | github.com/shop/web
            ssh://git@git.example.com:2222/shop/web.git          | git.example.com:2222/shop/web
            git://git.example.com/shop/web                       | git.example.com/shop/web
            https://gitlab.com/group/sub.group/deep/web.git      | gitlab.com/group/sub.group/deep/web
            https://dev.azure.com/org/My%20Project/_git/web      | dev.azure.com/org/my%20project/_git/web
            https://bitbucket.example.com/scm/~jane/web.git      | bitbucket.example.com/scm/~jane/web
            github.com/shop/web                                  | github.com/shop/web
            github.com:443/shop/web                              | github.com/shop/web
            localhost:3000/shop/web                              | localhost:3000/shop/web
            https://github.com/shop/.github                      | github.com/shop/.github
            https://git.example.com/web                          | git.example.com/web
            """)
    void allFormsOfARepositoryGiveOneId(String url, String id) {
        RepositoryId parsed = RepositoryId.parse(url);

        assertThat(parsed.value()).isEqualTo(id);
        assertThat(RepositoryId.parse(id)).isEqualTo(parsed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "web",
                "/srv/git/web.git",
                "https://",
                "https://github.com",
                "https://github.com/",
                "https://github.com/.git",
                "https://github.com/../etc",
                "https://github.com/shop/../../etc/passwd",
                "https://github.com/shop/./web",
                "https://github.com:port/shop/web",
                "https://github.com/shop/we b",
                "file:///srv/git/web.git",
                "C:\\git\\web"
            })
    void anInvalidRepositoryIsRejected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RepositoryId.parse(text))
                .withMessageStartingWith("not a repository");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://jane:hunter2@github.com/shop/we b",
                "https://jane:hun@hunter2@github.com/shop/we b",
                "https://jane:hunter2/x@github.com/shop/we b",
                "https://github.com/shop/web?token=hunter2",
                "jane:hunter2@github.com"
            })
    void aRejectionShowsNoSecret(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RepositoryId.parse(text))
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("hunter2", "jane"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"github.com/Shop/web", "github.com/shop/web.git", "github.com/shop/web/", "github.com"})
    void anIdIsAlreadyCanonical(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RepositoryId(value));
    }
}
