package dev.millrace.testbed.git;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceiveCommand;

/** Sends push webhooks in the format of GitHub, in the order of the pushes, without delaying the push. */
final class PushNotifier {
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);

    private final Path root;
    private final URI url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(RESPONSE_TIMEOUT)
            .build();
    private final ExecutorService queue = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("webhooks").factory());

    PushNotifier(Path root, URI url) {
        this.root = root;
        this.url = url;
    }

    void pushed(Repository repository, Collection<ReceiveCommand> commands) {
        String name = root.relativize(repository.getDirectory().toPath())
                .toString()
                .replace('\\', '/')
                .replaceFirst("\\.git$", "");
        WebhookStore store = WebhookStore.at(root);
        for (ReceiveCommand command : commands) {
            byte[] body = describe(repository, name, command);
            for (Webhook webhook : store.webhooks()) {
                if (webhook.matches(name)) {
                    queue.execute(() -> send(webhook, body));
                }
            }
        }
    }

    private byte[] describe(Repository repository, String name, ReceiveCommand command) {
        try {
            return PushPayload.of(url, name, repository, command).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("a pushed commit of " + name + " can't be read", e);
        }
    }

    private void send(Webhook webhook, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(webhook.target())
                .timeout(RESPONSE_TIMEOUT)
                .header("Content-Type", "application/json")
                .header("User-Agent", "GitHub-Hookshot/millrace")
                .header("X-GitHub-Event", "push")
                .header("X-GitHub-Delivery", UUID.randomUUID().toString())
                .header("X-Hub-Signature-256", "sha256=" + hmac(webhook.secret(), body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<Void> response = http.send(request, HttpResponse.BodyHandlers.discarding());
            System.out.println("sent " + webhook + ": " + response.statusCode());
        } catch (IOException e) {
            System.out.println("could not send " + webhook + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
