package dev.millrace.bench.intake;

import dev.millrace.testbed.delivery.LocalDelivery;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed push webhooks at a steady rate, each of a branch of its own. A slow answer doesn't delay the next delivery. Meanwhile the service consumes the
 * stored pushes, whose branches don't exist on the host.
 *
 * @param branches the prefix of the branches
 */
record SignedPushes(LocalDelivery delivery, String branches, int perSecond) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ACCEPTED = 202;

    /**
     * Sends pushes, and returns the milliseconds from the moment at which each was due to its answer.
     *
     * @param warmUp the number of pushes before those that count
     * @param measured the number of those that count
     */
    List<Double> millis(int warmUp, int measured) throws GeneralSecurityException, InterruptedException {
        long interval = Duration.ofSeconds(1).toNanos() / perSecond;
        List<Double> millis = new ArrayList<>();
        try (HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Double>> sent = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < warmUp + measured; i++) {
                HttpRequest request = request(i);
                long due = start + i * interval;
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sent.add(threads.submit(() -> deliver(http, request, due)));
            }
            for (Future<Double> one : sent.subList(warmUp, sent.size())) {
                millis.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a delivery failed", e.getCause());
        }
        return millis;
    }

    private static double deliver(HttpClient http, HttpRequest request, long due) throws Exception {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != ACCEPTED) {
            throw new IllegalStateException("answered with " + answer.statusCode() + ": " + answer.body());
        }
        return (System.nanoTime() - due) / 1e6;
    }

    private HttpRequest request(int number) throws GeneralSecurityException {
        URI repository = delivery.gitHost().url(LocalDelivery.APP_REPOSITORY);
        byte[] body = """
                {"ref": "refs/heads/%s-%d", "before": "%s", "after": "%040x", "repository": {"clone_url": "%s"}, "commits": []}
                """.formatted(branches, number, "0".repeat(40), number + 1, repository)
                .getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(LocalDelivery.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HttpRequest.newBuilder(delivery.builder().webhooks().resolve("git"))
                .timeout(TIMEOUT)
                .header("X-GitHub-Event", "push")
                .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }
}
