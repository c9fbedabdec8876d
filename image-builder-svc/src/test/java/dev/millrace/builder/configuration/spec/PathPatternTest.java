package dev.millrace.builder.configuration.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    private static final String[] PARTS = {"a", "b", "ab", "*", "a*", "*b", "?", "[ab]", "[!a]", "**", "\\*", "a.b"};
    private static final String[] NAMES = {"a", "b", "ab", "aab", "a.b", "*", "c"};

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "services/web, services/web/a/main.go, true",
        "services/web, other/services/web/main.go, false",
        "web, services/web/main.go, true",
        "/web, services/web/main.go, false",
        "web/, web, false",
        "web/, web/main.go, true",
        "*.md, docs/README.md, true",
        "docs/*.md, docs/deep/README.md, false",
        "docs/**/*.md, docs/deep/README.md, true",
        "docs/**/*.md, docs/README.md, true",
        "**/test/**, a/test/b, true",
        "**, any/thing, true",
        "a**b, a/b, false",
        "'[a-c].txt', b.txt, true",
        "'[!a-c].txt', b.txt, false",
        "'\\*', x, false",
        "'\\*', '*', true"
    })
    void matchesAsGitIgnoreDoes(String pattern, String path, boolean matches) {
        assertThat(matches(pattern, path)).isEqualTo(matches);
        assertThat(new FastIgnoreRule(pattern).isMatch(path, false)).isEqualTo(matches);
    }

    @Test
    void agreesWithJGitOnRandomPatterns() {
        Random random = new Random(11);

        for (int i = 0; i < 20_000; i++) {
            String pattern =
                    (random.nextInt(4) == 0 ? "/" : "") + join(random, PARTS) + (random.nextInt(5) == 0 ? "/" : "");
            if (pattern.contains("**") && pattern.endsWith("/")) {
                continue; // JGit matches files with such a pattern, Git only folders.
            }
            String path = join(random, NAMES);
            assertThat(matches(pattern, path))
                    .as("%s on %s", pattern, path)
                    .isEqualTo(new FastIgnoreRule(pattern).isMatch(path, false));
        }
    }

    @Test
    void theLastMatchingPatternDecides() {
        List<PathPattern> patterns =
                List.of(new PathPattern("web"), new PathPattern("!web/docs"), new PathPattern("web/docs/api.yaml"));

        assertThat(PathPattern.lastMatch(patterns).test("web/main.go")).isTrue();
        assertThat(PathPattern.lastMatch(patterns).test("web/docs/a.md")).isFalse();
        assertThat(PathPattern.lastMatch(patterns).test("web/docs/api.yaml")).isTrue();
        assertThat(PathPattern.lastMatch(patterns).test("api/main.go")).isFalse();
    }

    @Test
    void aHostilePatternIsMatchedInLinearTime() {
        String stars = "*a".repeat(120) + "*b";
        String folders = "**/a/".repeat(40) + "b";

        assertThat(matches(stars, "a".repeat(4096))).isFalse();
        assertThat(matches(folders, "a/".repeat(2000) + "c")).isFalse();
    }

    @Test
    void thePatternOfAPathMatchesExactlyIt() {
        assertThat(PathPattern.lastMatch(List.of(PathPattern.of("a[1]*"))).test("a[1]*/x"))
                .isTrue();
        assertThat(PathPattern.lastMatch(List.of(PathPattern.of("a[1]*"))).test("a1b/x"))
                .isFalse();
        assertThat(PathPattern.lastMatch(List.of(PathPattern.of("a"))).test("b/a/x"))
                .isFalse();
        assertThat(PathPattern.lastMatch(List.of(PathPattern.of(""))).test("any/thing"))
                .isTrue();
    }

    private static boolean matches(String pattern, String path) {
        return PathPattern.lastMatch(List.of(new PathPattern(pattern))).test(path);
    }

    private static String join(Random random, String[] parts) {
        StringBuilder joined = new StringBuilder(parts[random.nextInt(parts.length)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            joined.append('/').append(parts[random.nextInt(parts.length)]);
        }
        return joined.toString();
    }
}
