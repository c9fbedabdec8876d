package dev.millrace.acceptance.attack;

import dev.millrace.testbed.delivery.LocalDelivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client that sends webhooks from many addresses; some of its requests are signed with the right secret. */
final class WebhookSender {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int ADDRESSES = 200;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final URI target;

    /**
     * @param headers all but the signature
     */
    record Request(byte[] body, Map<String, String> headers, boolean signed) {}

    /** Makes a request. */
    @FunctionalInterface
    interface Generator {
        Request request(Random random);
    }

    /** @param target the address of a service's webhook */
    WebhookSender(URI target) {
        this.target = target;
    }

    Answers send(int inputs, Random random, Generator generator) throws Exception {
        Answers answers = Answers.NONE;
        for (int i = 0; i < inputs; i++) {
            answers = answers.plus(answer(generator.request(random), "127.0.2." + (1 + i % ADDRESSES)));
        }
        return answers;
    }

    private Answers answer(Request request, String address) throws Exception {
        try (HttpClient http = client(address)) {
            HttpResponse<Void> response = http.send(of(request), HttpResponse.BodyHandlers.discarding());
            return answer(response.statusCode());
        } catch (HttpTimeoutException e) {
            return Answers.OPEN;
        } catch (IOException e) {
            return Answers.REFUSED; // the connection was closed while the request was sent
        }
    }

    private static Answers answer(int status) {
        if (status < BAD_REQUEST) {
            return Answers.ACCEPTED;
        }
        return status < SERVER_ERROR || status == UNAVAILABLE ? Answers.REFUSED : Answers.OPEN;
    }

    private static HttpClient client(String address) throws UnknownHostException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.ofLiteral(address))
                .connectTimeout(LIMIT)
                .build();
    }

    private HttpRequest of(Request request) throws GeneralSecurityException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(target)
                .timeout(LIMIT)
                .header("X-GitHub-Event", "push")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(builder::header);
        if (request.signed()) {
            builder.header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(hmac(request.body())));
        }
        return builder.build();
    }

    private static byte[] hmac(byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(LocalDelivery.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(body);
    }
}
