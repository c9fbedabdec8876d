package dev.millrace.acceptance.attack;

import static dev.millrace.acceptance.attack.HostileText.count;

import dev.millrace.acceptance.OpenShop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Files of policies at their worst, by kind of input. Each policy follows the neighbour's image, so that each delivery evaluates it. */
final class HostilePolicies {
    private static final int MANY = 10;
    private static final int SOME = 3;

    private static final List<String> TEMPLATES = List.of(
            "{#for i in 2000000000}x{/for}",
            "{#for a in changes}{#for b in changes}{#for c in changes}{a}{b}{c}{/for}{/for}{/for}".repeat(20),
            "{#if true}".repeat(300) + "x" + "{/if}".repeat(300),
            "{#let a='x'}".repeat(200) + "{a}" + "{/let}".repeat(200),
            "{images.class.classLoader.parent}",
            "{inject:config.password} {cdi:status}",
            "{#include /etc/passwd /}",
            "{" + "a.".repeat(1_500) + "a}",
            "x".repeat(5_000));

    private final String policy;

    private HostilePolicies(OpenShop shop) {
        policy = "{name: %%s, image: '%s/shop/web', branches: [main], comment: HOSTILE_TAG, paths: ['%%s']%%s}"
                .formatted(shop.registry());
    }

    static List<Attack> all(OpenShop shop, PoliciesSender sender) {
        HostilePolicies policies = new HostilePolicies(shop);
        return List.of(
                attack(sender, "length", MANY, policies::length),
                attack(sender, "depth", MANY, policies::depth),
                attack(sender, "width", SOME, policies::width),
                attack(sender, "number", MANY, policies::number),
                attack(sender, "pattern", MANY, policies::pattern),
                attack(sender, "template", MANY, policies::template),
                attack(sender, "graph", SOME, policies::graph),
                new Attack(
                        "updater/blob",
                        Attack.Delivery.IMAGE,
                        SOME,
                        (count, random) -> sender.send(count, random, ignored -> HostileText.zeros())));
    }

    /** Makes the text of a file. */
    @FunctionalInterface
    private interface TextGenerator {
        String text(Random random);
    }

    private static Attack attack(PoliciesSender sender, String input, int inputs, TextGenerator generator) {
        return new Attack(
                "updater/" + input,
                Attack.Delivery.IMAGE,
                inputs,
                (count, random) ->
                        sender.send(count, random, more -> generator.text(more).getBytes(StandardCharsets.UTF_8)));
    }

    private String one(String name, String path, String more) {
        return "policies:\n- " + policy.formatted(name, path, more) + "\n";
    }

    private String length(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> one("a".repeat(count(random, 500_000)), "web.yaml", "");
            case 1 -> one("hostile", "a/".repeat(count(random, 50_000)) + "*.yaml", "");
            case 2 -> one("hostile", "web.yaml", "").replace("shop/web", "shop" + "/a".repeat(count(random, 20_000)));
            case 3 -> one("hostile", "web.yaml", ", source: 'git.example" + "/a".repeat(count(random, 20_000)) + "'");
            default ->
                one("hostile", "web.yaml", ", places: [{path: 'a" + ".b[c=d]".repeat(count(random, 20_000)) + "'}]");
        };
    }

    private String depth(Random random) {
        String deep = HostileText.depth(random, 50_000);
        return switch (random.nextInt(3)) {
            case 0 -> "policies: " + deep;
            case 1 -> one("hostile", "web.yaml", ", gates: " + deep);
            default -> one("hostile", "web.yaml", "") + "delivery: " + deep;
        };
    }

    private String width(Random random) {
        int many = count(random, 3_000);
        return switch (random.nextInt(3)) {
            case 0 ->
                IntStream.range(0, many)
                        .mapToObj(i -> "- " + policy.formatted("hostile-" + i, "web.yaml", ""))
                        .collect(Collectors.joining("\n", "policies:\n", "\n"));
            case 1 -> HostileText.aliases(random) + one("hostile", "web.yaml", "");
            default ->
                "policies:\n- {name: hostile, paths: ["
                        + IntStream.range(0, many)
                                .mapToObj(i -> "'**/" + i + "*'")
                                .collect(Collectors.joining(","))
                        + "]}\n";
        };
    }

    private String number(Random random) {
        String duration = HostileText.duration(random);
        String digits = "9".repeat(count(random, 50_000));
        return switch (random.nextInt(4)) {
            case 0 -> one("hostile", "web.yaml", ", look: '" + duration + "'");
            case 1 -> one("hostile", "web.yaml", ", gates: {perDay: " + digits + "}");
            case 2 -> one("hostile", "web.yaml", ", gates: {freeze: [{cron: '" + digits + " * * * *', lasts: 1h}]}");
            default ->
                one("hostile", "web.yaml", ", gates: {freeze: [{cron: '0 0 * * *', lasts: '" + duration + "'}]}");
        };
    }

    private String pattern(Random random) {
        String pattern = HostileText.pattern(random);
        return switch (random.nextInt(4)) {
            case 0 -> one("hostile", "web.yaml", ", tags: {pattern: '" + pattern + "'}");
            case 1 -> one("hostile", "web.txt", ", places: [{regex: '^HOSTILE=(?<tag>" + pattern + ")$'}]");
            case 2 -> one("hostile", "**/".repeat(count(random, 100)) + "*a".repeat(count(random, 100)), "");
            default ->
                one("hostile", "web.yaml", ", select: {semver: '" + ">=1 <2 || ".repeat(count(random, 5_000)) + "3'}");
        };
    }

    private String template(Random random) {
        return one("hostile", "web.yaml", "") + "delivery: {message: \""
                + TEMPLATES.get(random.nextInt(TEMPLATES.size())) + "\"}\n";
    }

    /** Environments that wait for each other. */
    private String graph(Random random) {
        int many = count(random, 200);
        String environments = IntStream.range(0, many)
                .mapToObj(i -> "  e%d: {applications: [local/hostile/a%d]}".formatted(i, i))
                .collect(Collectors.joining("\n", "environments:\n", "\n"));
        String all = IntStream.range(0, many).mapToObj(i -> "e" + i).collect(Collectors.joining(","));
        return environments
                + IntStream.range(0, many)
                        .mapToObj(i -> "- "
                                + policy.formatted(
                                        "hostile-" + i,
                                        "web.yaml",
                                        ", environment: e" + i + ", after: {environments: [" + all
                                                + "], of: all, healthy: 1s}"))
                        .collect(Collectors.joining("\n", "policies:\n", "\n"));
    }
}
