package dev.millrace.acceptance.attack;

import static dev.millrace.acceptance.attack.HostileText.count;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.acceptance.OpenShop;
import dev.millrace.acceptance.attack.WebhookSender.Request;
import dev.millrace.testbed.delivery.LocalDelivery;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Webhooks at their worst, by kind of input. */
final class HostileRequests {
    private static final int MANY = 50;
    private static final int LARGE = 25_000_000;
    private static final int MEDIUM = 2 << 20;
    private static final String FORGED = "sha256=" + "00".repeat(32);
    private static final String[] VALUES = {
        "null",
        "1",
        "[]",
        "{}",
        "true",
        "\"\"",
        "\"\\u0000\"",
        "1e400",
        "[[[[[]]]]]",
        "\"refs/heads/" + "a".repeat(5_000) + "\""
    };

    private final String repository;

    private HostileRequests(String repository) {
        this.repository = repository;
    }

    static List<Attack> all(OpenShop shop) {
        URI builder = shop.delivery.builder().webhooks().resolve("git");
        URI updater = shop.delivery.updater().webhooks().resolve("git");
        HostileRequests requests = new HostileRequests(
                shop.delivery.gitHost().url(LocalDelivery.APP_REPOSITORY).toString());
        return List.of(
                attack("builder", builder, "headers", requests::headers),
                attack("builder", builder, "body", requests::body),
                attack("builder", builder, "payload", requests::payload),
                attack("updater", updater, "headers", requests::headers),
                attack("updater", updater, "payload", requests::payload));
    }

    private static Attack attack(String service, URI webhook, String input, WebhookSender.Generator generator) {
        WebhookSender sender = new WebhookSender(webhook);
        return new Attack(
                service + "-webhook/" + input,
                Attack.Delivery.IMAGE,
                MANY,
                (count, random) -> sender.send(count, random, generator));
    }

    private Request headers(Random random) {
        Map<String, String> headers = new HashMap<>();
        switch (random.nextInt(4)) {
            case 0 -> {
                headers.put("webhook-id", "1");
                headers.put("webhook-timestamp", "1");
                headers.put("webhook-signature", "v1, ".repeat(count(random, 4_500)));
            }
            case 1 -> {
                for (int i = count(random, 2_000); i > 0; i--) {
                    headers.put("X-Hostile-" + i, "x");
                }
            }
            case 2 -> headers.put("X-Hostile", "x".repeat(count(random, 1 << 20)));
            default -> headers.put("X-Hub-Signature-256", FORGED + ",".repeat(count(random, 5_000)));
        }
        return new Request(new byte[MEDIUM], headers, false);
    }

    private Request body(Random random) {
        boolean large = random.nextInt(5) == 0;
        return new Request(
                new byte[large ? LARGE : count(random, MEDIUM)], Map.of("X-Hub-Signature-256", FORGED), false);
    }

    /** Signed pushes whose fields have the wrong types or sizes. */
    private Request payload(Random random) {
        String text = """
                {"ref": "refs/heads/hostile", "before": "%s", "after": "%s", "repository": {"clone_url": "%s"}, "commits": []}
                """.formatted("0".repeat(40), "1".repeat(40), repository).strip();
        String hostile =
                switch (random.nextInt(5)) {
                    case 0 -> text.replace(repository, repository + "/a".repeat(count(random, 100_000)));
                    case 1 -> text.replace("[]", HostileText.depth(random, 100_000));
                    case 2 -> text.replace("\"refs/heads/hostile\"", VALUES[random.nextInt(VALUES.length)]);
                    case 3 -> text.replaceFirst("\\{\"clone_url.*?\\}", VALUES[random.nextInt(VALUES.length)]);
                    default -> text.substring(0, random.nextInt(text.length())) + "\u0000\uD83D\uDE00";
                };
        return new Request(hostile.getBytes(UTF_8), Map.of(), true);
    }
}
