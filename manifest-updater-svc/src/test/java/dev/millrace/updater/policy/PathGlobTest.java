package dev.millrace.updater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.policy.path.PathGlob;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {
    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "apps/**; apps/a.yaml; true",
                "apps/**; apps/x/y/a.yaml; true",
                "apps/**; app/a.yaml; false",
                "apps/*/a.yaml; apps/x/a.yaml; true",
                "apps/*/a.yaml; apps/x/y/a.yaml; false",
                "**/a.yaml; a.yaml; true",
                "**/a.yaml; x/y/a.yaml; true",
                "a?.yaml; ab.yaml; true",
                "a.yaml; aXyaml; false",
                "clusters/a/; clusters/a/web/kustomization.yaml; true",
                "clusters/a/; clusters/a/x.yaml; true",
                "clusters/a/; clusters/ab/x.yaml; false",
                "clusters/*/web/; clusters/b/web/x/y.yaml; true",
                "./clusters/a/; clusters/a/x.yaml; true",
                "./; a/b.yaml; true",
                "././a.yaml; a.yaml; true",
                "apps/{web,api}/**; apps/web/a.yaml; true",
                "apps/{web,api}/**; apps/api/x/a.yaml; true",
                "apps/{web,api}/**; apps/db/a.yaml; false",
                "{staging,production/{eu,us}}/a.yaml; production/us/a.yaml; true",
                "{staging,production/{eu,us}}/a.yaml; production/a.yaml; false",
                "**/*.{yaml,yml}; a/b.yml; true",
                "**/*.{yaml,yml}; a/b.json; false",
                "a{,-old}.yaml; a.yaml; true",
                "a{,-old}.yaml; a-old.yaml; true",
                "a,b.yaml; a,b.yaml; true",
                "env-[ab]/*.yaml; env-b/x.yaml; true",
                "env-[ab]/*.yaml; env-c/x.yaml; false",
                "env-[!ab]/*.yaml; env-c/x.yaml; true",
                "env-[!ab]*.yaml; env-/x.yaml; false",
                "v[0-9].yaml; v7.yaml; true",
                "a+(b).yaml; a+(b).yaml; true",
                "!apps/**; apps/a.yaml; true",
                "a!b/**; a!b/c.yaml; true"
            })
    void globsFollowDirectories(String glob, String path, boolean matches) {
        assertThat(new PathGlob(glob).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "/etc; not a path pattern relative",
                "../other/**; not a path pattern relative",
                "apps/../b; not a path pattern relative",
                "apps/./b; not a path pattern relative",
                "apps//b; not a path pattern relative",
                "apps/..; not a path pattern relative",
                "'!'; not a path pattern relative",
                "!!a; not a path pattern relative",
                "!/a; not a path pattern relative",
                "a\\b; not a path pattern relative",
                "apps/{web,api; a '{' has no '}'",
                "apps/web}; a '}' has no '{'",
                "a}{b; a '}' has no '{'",
                "env-[ab; a '[' has no ']'",
                "env-[]; a '[' has no ']'",
                "env-[a/b]; has no '/'",
                "env-[z-a]; not a path pattern"
            })
    void aPatternThatCannotMatchIsRefused(String glob, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PathGlob(glob))
                .withMessageContaining(reason)
                .withMessageContaining(glob);
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "apps/** !apps/legacy/**; apps/web/a.yaml; true",
                "apps/** !apps/legacy/**; apps/legacy/a.yaml; false",
                "!apps/legacy/ apps/; apps/legacy/a.yaml; false",
                "!apps/legacy/ apps/; apps/a.yaml; true",
                "apps/ !**/test-*/**; apps/x/test-1/a.yaml; false",
                "!legacy/; legacy/a.yaml; false",
                "!legacy/; apps/a.yaml; true",
                "!legacy/; apps/a.txt; false",
                "apps/ !apps/{a,b}/; apps/b/x.yaml; false",
                "apps/ !apps/{a,b}/; apps/c/x.yaml; true",
                "apps/; apps/a.txt; false"
            })
    void anExclusionTakesPrecedence(String globs, String path, boolean covered) {
        List<PathGlob> paths =
                Stream.of(globs.split(" ", -1)).map(PathGlob::new).toList();

        assertThat(new PlaceRules(paths, List.of(new Finder.Kustomize())).covers(path))
                .isEqualTo(covered);
    }
}
