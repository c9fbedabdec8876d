package dev.millrace.bench.intake;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
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
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Push webhooks at a steady rate, each of a branch of its own, from the moment at which it is due to its answer. A slow answer doesn't delay the next
 * delivery. Meanwhile the service consumes the stored pushes, whose branches don't exist on the host.
 */
public final class PushesAtRate implements Measurement {
    private static final int PER_SECOND = 200;
    private static final int WARM_UP = 10 * PER_SECOND;
    private static final int MEASURED = 30 * PER_SECOND;
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos() / PER_SECOND;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ACCEPTED = 202;

    @Override
    public String name() {
        return "intake/" + PER_SECOND + "rps";
    }

    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws Exception {
        URI webhook = delivery.builder().url().resolve("/webhooks/git");
        String repository = delivery.gitHost().url(LocalDelivery.APP_REPOSITORY).toString();
        List<Double> millis = new ArrayList<>();
        try (HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Double>> sent = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < WARM_UP + MEASURED; i++) {
                HttpRequest request = request(webhook, repository, i);
                long due = start + i * INTERVAL_NANOS;
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sent.add(threads.submit(() -> deliver(http, request, due)));
            }
            for (Future<Double> one : sent.subList(WARM_UP, sent.size())) {
                millis.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a delivery failed", e.getCause());
        }
        results.accept(Measured.of(name(), "ms", millis));
    }

    private static double deliver(HttpClient http, HttpRequest request, long due) throws Exception {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != ACCEPTED) {
            throw new IllegalStateException("answered with " + answer.statusCode() + ": " + answer.body());
        }
        return (System.nanoTime() - due) / 1e6;
    }

    private static HttpRequest request(URI webhook, String repository, int number) throws GeneralSecurityException {
        byte[] body =
                """
                {"ref": "refs/heads/bench-%d", "before": "%s", "after": "%040x", "repository": {"clone_url": "%s"}, "commits": []}
                """.formatted(number, "0".repeat(40), number + 1, repository).getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(LocalDelivery.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HttpRequest.newBuilder(webhook)
                .timeout(TIMEOUT)
                .header("X-GitHub-Event", "push")
                .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }
}
