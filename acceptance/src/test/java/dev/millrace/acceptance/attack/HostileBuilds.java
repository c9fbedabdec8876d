package dev.millrace.acceptance.attack;

import static dev.millrace.acceptance.attack.HostileText.count;

import dev.millrace.acceptance.OpenShop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Build configurations at their worst, by kind of input. None of them is correct. */
final class HostileBuilds {
    private static final int MANY = 10;
    private static final int SOME = 3;
    private static final String CONFIGURATION = ".millrace/build.yaml";

    private final String image;

    private HostileBuilds(OpenShop shop) {
        image = shop.registry() + "/shop/hostile";
    }

    /** Makes the text of a build configuration. */
    @FunctionalInterface
    private interface TextGenerator {
        String text(Random random);
    }

    static List<Attack> all(OpenShop shop, BuildSender sender) {
        HostileBuilds builds = new HostileBuilds(shop);
        return List.of(
                attack(sender, "length", MANY, builds::length),
                attack(sender, "depth", MANY, builds::depth),
                attack(sender, "width", SOME, builds::width),
                attack(sender, "number", MANY, builds::number),
                attack(sender, "pattern", MANY, builds::pattern),
                attack(sender, "template", MANY, builds::template),
                new Attack(
                        "builder/blob",
                        Attack.Delivery.IMAGE,
                        SOME,
                        (count, random) -> sender.send(count, random, builds::blob)));
    }

    private static Attack attack(BuildSender sender, String input, int inputs, TextGenerator generator) {
        return new Attack(
                "builder/" + input,
                Attack.Delivery.IMAGE,
                inputs,
                (count, random) -> sender.send(count, random, more -> files(generator.text(more))));
    }

    private static Map<String, byte[]> files(String configuration) {
        return Map.of(
                CONFIGURATION,
                configuration.getBytes(StandardCharsets.UTF_8),
                "Dockerfile",
                "FROM scratch\nCOPY missing /missing\n".getBytes(StandardCharsets.UTF_8));
    }

    private String one(String more) {
        return "images: [{name: '" + image + "'" + more + "}]\n";
    }

    private String length(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> one("").replace("/hostile", "/a".repeat(count(random, 20_000)));
            case 1 -> one(", context: '" + "a/".repeat(count(random, 50_000)) + "'");
            case 2 -> one(", args: {A: '" + "x".repeat(count(random, 60_000)) + "'}");
            default -> one(", dockerfile: '" + "../".repeat(count(random, 50_000)) + "etc/passwd'");
        };
    }

    private String depth(Random random) {
        String deep = HostileText.depth(random, 50_000);
        return random.nextBoolean() ? "images: " + deep : one(", labels: " + deep);
    }

    private String width(Random random) {
        int many = count(random, 20_000);
        String all = IntStream.range(0, many)
                .mapToObj(i -> "{name: '" + image + i + "'}")
                .collect(Collectors.joining(",", "images: [", "]\n"));
        return random.nextBoolean() ? all : HostileText.aliases(random) + one("");
    }

    private String number(Random random) {
        String digits = "9".repeat(count(random, 50_000));
        return switch (random.nextInt(4)) {
            case 0 -> one(", limits: {memory: " + digits + "Gi}");
            case 1 -> one(", limits: {cpus: 1e" + digits + "}");
            case 2 -> one(", limits: {processes: -" + digits + "}");
            default -> one(", limits: {time: '" + HostileText.duration(random) + "'}");
        };
    }

    private String pattern(Random random) {
        String glob = "**/".repeat(count(random, 200)) + "*a".repeat(count(random, 200));
        return one(", paths: ['" + glob + "', '!" + glob + "']") + "ignore: ['" + glob + "']\n";
    }

    private String template(Random random) {
        String[] all = {"{branch}".repeat(count(random, 20_000)), "{" + "{".repeat(10_000), "{unknown}", "{major}"};
        return "tagPattern: '" + all[random.nextInt(all.length)] + "'\n" + one("");
    }

    private Map<String, byte[]> blob(Random random) {
        byte[] valid = one("").getBytes(StandardCharsets.UTF_8);
        return random.nextBoolean()
                ? Map.of(CONFIGURATION, HostileText.zeros())
                : Map.of(CONFIGURATION, valid, "Dockerfile", HostileText.zeros());
    }
}
