package dev.millrace.updater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.updater.edit.find.Finder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    private static final String GOOD = "policies:\n  - name: web\n    image: reg.example/shop/web\n";

    @Test
    void readsAWholePolicy() {
        PolicyOutcome outcome = read(GOOD + """
                    branches: [main, release]
                    paths: ["apps/staging/**"]
                    comment: STAGING_TAG
                    digest: true
                """);

        Policy policy = ((PolicyOutcome.Usable) outcome).policies().all().getFirst();
        assertThat(policy.name()).isEqualTo("web");
        assertThat(policy.image().value()).isEqualTo("reg.example/shop/web");
        assertThat(policy.versions().branches()).containsExactly("main", "release");
        assertThat(policy.looksInto("apps/staging/a/b.yaml")).isTrue();
        assertThat(policy.looksInto("apps/production/b.yaml")).isFalse();
        assertThat(policy.where().finders()).contains(new Finder.Comment("STAGING_TAG"));
        assertThat(policy.versions().pinned()).isTrue();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Policy policy = ((PolicyOutcome.Usable) read(GOOD)).policies().all().getFirst();

        assertThat(policy.allows(Optional.empty())).isTrue();
        assertThat(policy.looksInto("any/where.yml")).isTrue();
        assertThat(policy.looksInto("any/where.txt")).isFalse();
        assertThat(policy.versions().pinned()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "policy: []|1|unknown key 'policy'",
                "policies: {}|1|must be a list",
                "policies:⏎- name: web|2|needs 'image'",
                "policies:⏎- image: reg.example/shop/web|2|needs 'name'",
                "policies:⏎- name: web⏎  image: shop/web|3|'image': not an image repository",
                "policies:⏎- name: a b⏎  image: reg.example/shop/web|2|'name'",
                "policies:⏎- name: web⏎  image: reg.example/shop/web⏎  digest: perhaps|4|true or false",
                "policies:⏎- name: web⏎  image: reg.example/shop/web⏎  paths: [/etc]|4|'paths'",
                "policies:⏎- name: web⏎  image: reg.example/shop/web⏎  branchs: []|4|unknown key 'branchs'",
                "policies:⏎- name: web⏎  image: r.x/a⏎- name: web⏎  image: r.x/b|4|stands twice",
                "policies:⏎  - name: [|2|not YAML",
                "policies: |1|must be a list"
            })
    void aMistakeIsReportedWithItsLine(String text, int line, String reason) {
        PolicyOutcome outcome = read(text.replace("⏎", "\n"));

        assertThat(outcome).isInstanceOfSatisfying(PolicyOutcome.Broken.class, broken -> {
            assertThat(broken.line()).isEqualTo(line);
            assertThat(broken.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "apps/**, apps/a.yaml, true",
        "apps/**, apps/x/y/a.yaml, true",
        "apps/**, app/a.yaml, false",
        "apps/*/a.yaml, apps/x/a.yaml, true",
        "apps/*/a.yaml, apps/x/y/a.yaml, false",
        "**/a.yaml, a.yaml, true",
        "**/a.yaml, x/y/a.yaml, true",
        "a?.yaml, ab.yaml, true",
        "a.yaml, aXyaml, false"
    })
    void globsFollowDirectories(String glob, String path, boolean matches) {
        assertThat(new PathGlob(glob).matches(path)).isEqualTo(matches);
    }

    private static PolicyOutcome read(String text) {
        return PolicyReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
