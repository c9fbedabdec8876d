package dev.millrace.builder.configuration;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** Invalid files with the position and the reason of their error. */
final class Mistakes {
    private static final String NAME = "images:\n  - name: registry.example/shop/web\n";

    static final List<Arguments> ALL = List.of(
            at(NAME + "test: {stage: a}\ntests: [{stage: b}]\n", 4, 8, "'test' and 'tests' exclude each other"),
            at(NAME + "tag: commit\ntagPattern: a\n", 4, 13, "'tag' and 'tagPattern' exclude each other"),
            at(NAME + "requests: push\n", 3, 11, "one of ignore, tests is expected, not push"),
            at(NAME + "describe: {}\n", 3, 11, "'describe' needs 'match'"),
            at(NAME + "describe: {match: 'a b'}\n", 3, 19, "not a pattern of Git tags: a b"),
            at(NAME + "on: {}\n", 3, 5, "'on' needs 'branches' or 'tags'"),
            at(NAME + "on: {branches: []}\n", 3, 16, "'branches' is empty"),
            at(NAME + "on: {branches: [a//b]}\n", 3, 17, "without empty, '.' and '..' segments"),
            at(NAME + "on: {branches: [a**]}\n", 3, 17, "'**' must be a whole segment"),
            at(NAME + "on: {branch: [a]}\n", 3, 6, "unknown key 'branch' in 'on'"),
            at(NAME + "shared: go.mod\n", 3, 9, "'shared' of the configuration must be a list"),
            at(NAME + "ignore: ['[a']\n", 3, 10, "not a pattern of paths: [a"),
            at(NAME + "ignore: ['/']\n", 3, 10, "not a pattern of paths: /"),
            at(NAME + "ignore: ['a\\']\n", 3, 10, "not a pattern of paths: a\\"),
            at(NAME + "ignore: ['']\n", 3, 10, "a pattern of 1 to 255 characters"),
            at(NAME + "limits: {memory: 2 GB}\n", 3, 18, "an amount such as 512Mi or 4Gi is expected, not 2 GB"),
            at(NAME + "limits: {memory: 0Gi}\n", 3, 18, "must be more than zero"),
            at(NAME + "limits: {disk: -1}\n", 3, 16, "an amount such as 512Mi"),
            at(NAME + "limits: {cpus: two}\n", 3, 16, "a number of CPUs such as 2, 1.5 or 500m is expected"),
            at(NAME + "limits: {processes: 1.5}\n", 3, 21, "a number is expected"),
            at(NAME + "limits: {time: soon}\n", 3, 16, "a duration such as 90s"),
            at(NAME + "limits: {network: host}\n", 3, 19, "one of none, outward is expected, not host"),
            at(NAME + "    dockerfile: ../Dockerfile\n", 3, 17, "not a path below the repository's root"),
            at(NAME + "    context: a/../..\n", 3, 14, "not a path below the repository's root"),
            at(NAME + "    context: 'a\\b'\n", 3, 14, "not a path below the repository's root"),
            at(NAME + "    labels: {dev.millrace.ref: x}\n", 3, 32, "is set by Millrace itself"),
            at(NAME + "    labels: {org.opencontainers.image.revision: x}\n", 3, 49, "is set by Millrace itself"),
            at(NAME + "    labels: {'a b': x}\n", 3, 21, "not the name of a label: a b"),
            at(NAME + "    args: {A: {}}\n", 3, 15, "'A' of 'args' must be a string"),
            at(NAME + "    args: {1A: x}\n", 3, 16, "not the name of a build argument: 1A"),
            at(NAME + "    contexts: {context: a}\n", 3, 25, "the name of the main context: context"),
            at(NAME + "    contexts: {lib: ../..}\n", 3, 21, "not a path below the repository's root"),
            at(NAME + "    contexts: {lib: {folder: a}}\n", 3, 22, "unknown key 'folder' in a context"),
            at(NAME + "    contexts: {lib: [a]}\n", 3, 21, "a context must be a mapping"),
            at(NAME + "    contexts: {lib: {image: 'docker://x y'}}\n", 3, 29, "not a reference to an image"),
            at(NAME + "    tests: [{}]\n", 3, 13, "a test needs 'stage', or 'image' and 'run'"),
            at(NAME + "    tests: [{image: a}]\n", 3, 13, "a test needs 'run'"),
            at(NAME + "    tests: [{run: [a]}]\n", 3, 13, "a test needs 'image'"),
            at(NAME + "    tests: [{stage: a, run: [a]}]\n", 3, 13, "either 'stage', or 'image' and 'run'"),
            at(NAME + "    tests: [{image: a, run: []}]\n", 3, 29, "'run' is empty"),
            at(NAME + "    tests: [{image: a, run: [' ']}]\n", 3, 30, "'run': must not be empty"),
            at(NAME + "    tests: [{stage: a, junit: ../x}]\n", 3, 31, "not the path of a file or folder"),
            at(NAME + "    tests: [{stage: a, junit: a/../x}]\n", 3, 31, "not the path of a file or folder"),
            at(NAME + "    tagPattern: '{brnch}'\n", 3, 17, "unknown word {brnch}; known words are branch, commit,"),
            at(NAME + "    tagPattern: 'a{'\n", 3, 17, "only letters, digits"),
            at(NAME + "    tagPattern: 'a b'\n", 3, 17, "only letters, digits"),
            at(NAME + "    tagPattern: [-a]\n", 3, 18, "a tag must not begin with"),
            at(NAME + "    tagPattern: []\n", 3, 17, "'tagPattern' is empty"),
            at(NAME + "    secrets: [a b]\n", 3, 15, "not the name of a secret or key: a b"),
            at(NAME + "    ssh: [$HOME]\n", 3, 11, "not the name of a secret or key: $HOME"),
            at(NAME + "    secrets: []\n", 3, 14, "'secrets' is empty"),
            at(NAME + "    target: 'a\n\n      b'\n", 3, 13, "not the name of a Dockerfile stage"),
            at("images:\n" + "  - {name: 'r.example/a'}\n".repeat(101), 102, 5, "'images' has more than 100 items"));

    private Mistakes() {}

    private static Arguments at(String text, int line, int column, String reason) {
        return Arguments.of(text, line, column, reason);
    }
}
