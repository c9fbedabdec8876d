package dev.millrace.updater.policy.read;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Mistakes in an {@code updates.yaml}, each with its position and its reason. */
final class Mistakes {
    private Mistakes() {}

    static Stream<Arguments> all() {
        return Stream.of(form(), versions(), places(), promotion(), delivery()).flatMap(List::stream);
    }

    private static Arguments mistake(String text, int line, int column, String reason) {
        return Arguments.of(text, line, column, reason);
    }

    /** A mistake in a key of a policy other than name and image. */
    private static Arguments policy(String more, int line, int column, String reason) {
        return mistake("policies:\n- name: web\n  image: r.x/a\n" + more, line, column, reason);
    }

    private static List<Arguments> form() {
        return List.of(
                mistake("policies: \"\\UFFFFFFFF\"", 1, 1, "not YAML"),
                mistake("policy: []", 1, 1, "unknown key 'policy'"),
                mistake("policies: {}", 1, 11, "must be a list"),
                mistake("policies:\n- name: web", 2, 3, "needs 'image'"),
                mistake("policies:\n- image: reg.example/shop/web", 2, 3, "needs 'name'"),
                mistake("policies:\n- name: web\n  image: shop/Web", 3, 10, "'image': not an image repository"),
                mistake("policies:\n- name: web\n  image: docker.io/", 3, 10, "'image': not an image repository"),
                mistake("policies:\n- name: a b\n  image: reg.example/shop/web", 2, 9, "'name'"),
                policy("  digest: perhaps", 4, 11, "true or false"),
                policy("  suspend: true", 4, 12, "'suspend' needs a 'reason'"),
                policy("  reason: later", 4, 11, "'reason' is only for"),
                policy("  suspend: false\n  reason: later", 5, 11, "'reason' is only for"),
                policy("  suspend: true\n  reason: ''", 5, 11, "1 to 500 characters"),
                policy("  suspend: true\n  reason: " + "a".repeat(501), 5, 11, "1 to 500 characters"),
                policy("  suspend: maybe\n  reason: later", 4, 12, "true or false"),
                policy("  add: perhaps", 4, 8, "true or false"),
                policy("  add: true", 4, 8, "'add' needs 'paths'"),
                policy("  paths: ['**/values.yaml']\n  add: true", 5, 8, "'add' needs 'paths'"),
                policy("  paths: [a/]\n  add: true\n  places: [containers]", 5, 8, "'add' needs 'paths'"),
                policy("  paths: [a/]\n  add: true\n  places: [{values: {digest: d}}]", 5, 8, "'add' needs 'paths'"),
                policy("  paths: [/etc]", 4, 11, "'paths'"),
                policy("  branchs: []", 4, 3, "unknown key 'branchs'"),
                policy("- name: web\n  image: r.x/b", 4, 3, "defined twice"),
                mistake("policies:\n  - name: [", 2, 12, "not YAML"),
                mistake("policies: ", 1, 10, "must be a list"),
                mistake("", 1, 1, "empty"));
    }

    private static List<Arguments> versions() {
        return List.of(
                policy("  select: oldest", 4, 11, "newest, or a mapping"),
                policy("  select: {semver: not-a-range}", 4, 20, "not a range of versions"),
                policy("  select: {semver: 1.0.0p}", 4, 20, "'p' is no comparison"),
                policy("  select: {semver: x1}", 4, 20, "not a range of versions"),
                policy("  select: {semver: '-1'}", 4, 20, "not a range of versions"),
                policy("  select: {semver: '>=1.2 ||'}", 4, 20, "a comparison is missing"),
                policy("  select: {semver: '>1<2'}", 4, 20, "not a range of versions"),
                policy("  select: {semver: 1.2.3.4}", 4, 20, "not a range of versions"),
                policy("  select: {semver: '*', channel: stable}", 4, 11, "exactly one"),
                policy("  select: {preReleases: true}", 4, 11, "exactly one"),
                policy("  select: {numerical: up}", 4, 23, "one of ascending, descending"),
                policy("  select: {channel: a b}", 4, 21, "not an image tag"),
                policy("  select: {channel: stable}\n  digest: false", 5, 11, "pinned by digest"),
                policy("  releases: some", 4, 13, "one of any, only"),
                policy("  tags: {pattern: '('}", 4, 19, "not a regular expression"),
                policy("  tags: {extract: $1}", 4, 9, "needs 'pattern'"),
                policy("  tags: {pattern: '(?<=v)1'}", 4, 19, "has no lookaround"),
                policy("  tags: {pattern: '(?!v)1'}", 4, 19, "has no lookaround"),
                policy("  tags: {pattern: '(a)\\1'}", 4, 19, "no backreferences"),
                policy("  tags: {pattern: '(a++)'}", 4, 19, "not a regular expression"),
                policy("  tags: {pattern: '((a{1000}){1000})'}", 4, 19, "too large"),
                policy("  tags: {pattern: '" + "a".repeat(600) + "'}", 4, 19, "at most 512 characters"),
                policy("  source: web", 4, 11, "not a repository"),
                policy("  source: github.com" + "/a".repeat(5_000), 4, 11, "at most 1024 are allowed"),
                policy("  look: 99999d", 4, 9, "from 1s to 3650d"),
                policy("  look: sometimes", 4, 9, "a duration such as"),
                policy("  look: 0s", 4, 9, "from 1s to 3650d"));
    }

    private static List<Arguments> places() {
        return List.of(
                policy("  places: [helm]", 4, 12, "kustomize, containers, or a mapping"),
                policy("  places: [{regex: '(?<version>x)'}]", 4, 20, "needs a group named"),
                policy("  places: [{regex: '(?<=x)(?<tag>y)'}]", 4, 20, "has no lookaround"),
                policy("  paths: [" + "a".repeat(600) + "]", 4, 11, "at most 512 characters"),
                policy("  paths: [../other/**]", 4, 11, "'paths': not a path pattern"),
                policy("  paths: [a, 'apps/{web']", 4, 14, "a '{' has no '}'"),
                policy("  paths: ['!']", 4, 11, "'paths': not a path pattern"),
                policy("  places: [{path: a..b}]", 4, 19, "not a field path"),
                policy("  places: [{path: a, part: half}]", 4, 28, "one of digest, name, reference, tag"),
                policy("  places: [{part: tag}]", 4, 12, "exactly one of"),
                policy("  places: [{values: {}}]", 4, 21, "at least one of"));
    }

    private static List<Arguments> promotion() {
        return List.of(
                policy("  after: {environment: staging}", 4, 10, "needs 'healthy'"),
                policy("  after: {healthy: 1h}", 4, 10, "either 'environment' or 'environments'"),
                policy("  after: {environments: [], healthy: 1h}", 4, 10, "names no environment"),
                policy("  after: {environment: staging, healthy: 31d}", 4, 42, "longer than the retention of events"),
                policy("  environment: staging\n  after: {environment: staging, healthy: 1h}", 5, 10, "after itself"),
                mistake(
                        "environments: {staging: {applications: [a/b/c]}}\npolicies:\n- name: web\n  image: r.x/a\n  environment: prod",
                        5,
                        16,
                        "unknown environment prod; known environments are staging"),
                mistake(
                        "environments: {staging: {applications: [a/b]}}\npolicies:\n- name: web\n  image: r.x/a\n",
                        1,
                        41,
                        "applications"),
                mistake(
                        "environments: {staging: {applications: []}}\npolicies:\n- name: web\n  image: r.x/a\n",
                        1,
                        25,
                        "has no applications"),
                policy("  gates: {perDay: 0}", 4, 19, "a number from 1"),
                policy("  gates: {approval: maybe}", 4, 21, "one of manual, none"),
                policy(
                        "  gates: {freeze: [{cron: 0 0 30 2 *, lasts: 1h}]}",
                        4,
                        27,
                        "'cron': a freeze that never begins"),
                policy("  gates: {freeze: [{cron: every day, lasts: 1h}]}", 4, 27, "'cron'"),
                policy(
                        "  gates: {freeze: [{cron: 0 18 * * 5, lasts: 1h, zone: Mars/Base}]}",
                        4,
                        56,
                        "unknown time zone"),
                policy("  onFailure: panic", 4, 14, "one of nothing, revert"));
    }

    private static List<Arguments> delivery() {
        return List.of(
                mistake(
                        "delivery: {mode: fax}\npolicies:\n- name: web\n  image: r.x/a\n",
                        1,
                        18,
                        "one of branch, push, request"),
                mistake("delivery: {author: me}\npolicies:\n- name: web\n  image: r.x/a\n", 1, 20, "Name <address>"),
                mistake(
                        "delivery: {message: " + "x".repeat(5_000) + "}\npolicies:\n- name: web\n  image: r.x/a\n",
                        1,
                        21,
                        "1 to 4000 characters"),
                mistake("delivery: {branch: a..b}\npolicies:\n- name: web\n  image: r.x/a\n", 1, 20, "not a branch"),
                mistake(
                        "groups: {production: {request: {merge: later}}}\npolicies:\n- name: web\n  image: r.x/a\n",
                        1,
                        40,
                        "one of auto, manual"),
                policy("  verify: {cosgn: x}", 4, 12, "unknown key 'cosgn'"));
    }
}
