package dev.millrace.updater.policy.read;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Mistakes in policies that stand for many, each with its position and its reason. */
final class PatternMistakes {
    private PatternMistakes() {}

    private static Arguments mistake(String policy, String position, String reason) {
        return Arguments.of("policies:\n" + policy, position, reason);
    }

    static List<Arguments> all() {
        return Stream.of(placeholders(), environments(), defaults(), sets())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Arguments> placeholders() {
        String image = "  image: 'r.example/{service}'\n";
        String name = "- name: 'a-{service}'\n";
        String paths = "  paths: ['apps/{service}/**']\n";
        return List.of(
                mistake("- name: a\n" + image + paths, "2:9", "'name': needs {service}"),
                mistake(name + image, "2:3", "no path has {service}"),
                mistake(name + image + "  paths: [apps/]\n", "4:10", "no path has {service}"),
                mistake(name + image + "  paths: ['!apps/{service}/']\n", "4:10", "no path has {service}"),
                mistake(name + "  image: '{service}'\n" + paths, "3:10", "a placeholder must follow a registry"),
                mistake(name + "  image: '{service}/web'\n" + paths, "3:10", "a placeholder must follow a registry"),
                mistake(name + image + "  paths: ['a/{service}-{service}/b']\n", "4:11", "cannot be separated"),
                mistake(name + image + "  paths: ['a/{service}*/b']\n", "4:11", "a placeholder and a wildcard"),
                mistake(name + image + "  paths: ['**/{service}/b']\n", "4:11", "'**' before {service}"),
                mistake(name + image + "  paths: ['{a,{service}}/b']\n", "4:11", "a placeholder and a wildcard"),
                mistake(name + image + "  paths: ['a/{service}/**', 'b/{team}/**']\n", "4:29", "{team} has no value"),
                mistake(
                        name + image + paths + "  digest: perhaps\n",
                        "5:11",
                        "policy a-{service}: 'digest': true or false"),
                mistake(
                        name + image + paths
                                + "- {name: 'a-{service}', image: 'r.example/b/{service}', paths: ['b/{service}/']}\n",
                        "5:3",
                        "policy a-{service} is defined twice"),
                mistake(
                        name + image + paths + "  branches: [" + "x, ".repeat(2_000) + "x]\n",
                        "2:3",
                        "at most 2000 values"));
    }

    private static List<Arguments> environments() {
        return List.of(
                mistake("- {name: 'x{other}', image: r.example/web}\n", "2:10", "{other} has no value"),
                mistake(
                        "- {name: x, image: r.example/web, paths: ['{environment}/']}\n",
                        "2:43",
                        "{environment} has no value"),
                mistake(
                        "- {name: x, image: r.example/web, environments: [a, b]}\n",
                        "2:3",
                        "policy x is defined twice"),
                mistake("- {name: x, image: r.example/web, environments: []}\n", "2:49", "1 to 50 environments"),
                mistake("- {name: x, image: r.example/web, environments: a}\n", "2:49", "must be a list or a mapping"),
                mistake(
                        "- {name: x, image: r.example/web, environments: {a: {name: b}}}\n",
                        "2:54",
                        "unknown key 'name' in environment a"),
                mistake(
                        "- {name: x, image: r.example/web, environment: a, environments: [b]}\n",
                        "2:3",
                        "either 'environment' or 'environments'"),
                mistake(
                        "- {name: 'x-{environment}', image: r.example/web, environments: {a: {digest: 1}}}\n",
                        "2:78",
                        "policy x-a: 'digest': true or false"));
    }

    private static List<Arguments> defaults() {
        return List.of(
                mistake(
                        "- {name: x, image: r.example/web}\ndefaults: {image: r.example/y}\n",
                        "3:12",
                        "unknown key 'image' in defaults"),
                mistake(
                        "- {name: x, image: r.example/web}\ndefaults: {digest: 1}\n",
                        "3:20",
                        "policy x: 'digest': true or false"),
                mistake(
                        "- {name: x, image: r.example/web}\ndefaults: {paths: ['{service}/']}\n",
                        "3:20",
                        "policy x: 'paths': {service} has no value"),
                mistake(
                        "- {name: x, image: r.example/web}\nenvironments: {a: {applications: ['eu/{service}']}}\n",
                        "3:35",
                        "not <cluster>/<namespace>/<name>"));
    }

    private static List<Arguments> sets() {
        return List.of(
                mistake("- {name: x, images: [r.example/a]}\n", "2:21", "2 to 50 images"),
                mistake("- {name: x, images: []}\n", "2:21", "2 to 50 images"),
                mistake(
                        "- {name: x, images: [r.example/a, r.example/b/a]}\n",
                        "2:35",
                        "two images of 'images' end with a"),
                mistake(
                        "- {name: x, images: [r.example/a, r.example/B]}\n",
                        "2:35",
                        "'images': not an image repository"),
                mistake("- {name: x, images: [r.example/a, [b]]}\n", "2:35", "'images' must be a string"),
                mistake("- {name: x, images: r.example/a}\n", "2:21", "must be a list"),
                mistake(
                        "- {name: x, image: r.example/c, images: [r.example/a, r.example/b]}\n",
                        "2:41",
                        "either 'image' or 'images'"),
                mistake(
                        "- {name: x, images: [r.example/a, r.example/b]}\n- {name: x.b, image: r.example/c}\n",
                        "3:3",
                        "policy x.b is defined twice"));
    }
}
