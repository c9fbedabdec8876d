package dev.millrace.builder.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hash of a configuration changes with everything that decides an image's content, and with nothing else. */
class FingerprintTest {
    private static final List<String> KEYS = List.of(
            "name: registry.example/shop/web",
            "context: web",
            "dockerfile: web.Dockerfile",
            "target: final",
            "args: {A: one, B: two}",
            "labels: {a: one, b: two}",
            "platforms: [linux/amd64]",
            "contexts: {lib: libs, base: {image: 'base:1'}}",
            "tests: [{stage: test, junit: out}, {image: go, run: [one, two], junit: out}]",
            "secrets: [one, two]",
            "ssh: [default]",
            "limits: {network: none}");

    @Test
    void theOrderOfKeysDoesNotChangeTheHash() {
        String hash = hash(KEYS);
        Random random = new Random(7);

        for (int i = 0; i < 50; i++) {
            List<String> shuffled = new ArrayList<>(KEYS);
            Collections.shuffle(shuffled, random);
            assertThat(hash(shuffled)).isEqualTo(hash);
        }
        assertThat(hash(with("args", "args: {B: two, A: one}"))).isEqualTo(hash);
        assertThat(hash(with("labels", "labels: {b: two, a: one}"))).isEqualTo(hash);
        assertThat(hash(with("contexts", "contexts: {base: {image: 'base:1'}, lib: libs}")))
                .isEqualTo(hash);
        assertThat(hash(with("secrets", "secrets: [two, one, one]"))).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: registry.example/shop/web2",
                "context: web2",
                "dockerfile: web2.Dockerfile",
                "dockerfile: ../web.Dockerfile",
                "target: final2",
                "args: {A: one, B: three}",
                "args: {A: one, C: two}",
                "args: {A: one}",
                "args: {A: \"one, B=two\"}",
                "labels: {a: one, b: three}",
                "labels: {a: one}",
                "platforms: [linux/arm64]",
                "platforms: [linux/amd64, linux/arm64]",
                "contexts: {lib: libs2, base: {image: 'base:1'}}",
                "contexts: {lib: libs, base: {image: 'base:2'}}",
                "contexts: {lib: libs, base: 'base'}",
                "tests: [{stage: test}, {image: go, run: [one, two], junit: out}]",
                "tests: [{stage: test, junit: out}, {image: go, run: [two, one], junit: out}]",
                "tests: [{stage: test, junit: out}, {image: go2, run: [one, two], junit: out}]",
                "tests: [{stage: test, junit: out}, {image: go, run: [\"one\\n- 3:two\"], junit: out}]",
                "tests: [{stage: test2, junit: out}, {image: go, run: [one, two], junit: out}]",
                "secrets: [one]",
                "ssh: [other]",
                "limits: {network: outward}",
                "limits: {memory: 1Gi}"
            })
    void aChangedFieldChangesTheHash(String changed) {
        List<String> other = with(changed.substring(0, changed.indexOf(':')), changed);

        assertThat(hash(other)).isNotEqualTo(hash(KEYS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tagPattern: '{branch}'",
                "on: {branches: [main]}",
                "paths: [web]",
                "ignore: ['*.md']",
                "limits: {network: none, memory: 1Gi, cpus: 2, processes: 5, disk: 1G, time: 1h}"
            })
    void whatDoesNotDecideTheContentIsNoPartOfTheHash(String added) {
        assertThat(hash(with(added.substring(0, added.indexOf(':')), added))).isEqualTo(hash(KEYS));
    }

    @Test
    void eachFieldThatIsRemovedChangesTheHash() {
        for (String key : KEYS.subList(1, KEYS.size())) {
            List<String> fewer = KEYS.stream().filter(one -> !one.equals(key)).toList();

            assertThat(hash(fewer)).as(key).isNotEqualTo(hash(KEYS));
        }
    }

    private static List<String> with(String key, String line) {
        List<String> lines = new ArrayList<>(
                KEYS.stream().filter(one -> !one.startsWith(key + ":")).toList());
        lines.add(line);
        return lines;
    }

    private static String hash(List<String> lines) {
        String image = String.join("\n    ", lines);
        BuildConfiguration configuration = ConfigurationFiles.valid("images:\n  - " + image + "\n");
        return configuration.hashFor(configuration.images().getFirst());
    }
}
