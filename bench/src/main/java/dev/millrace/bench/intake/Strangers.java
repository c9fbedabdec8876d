package dev.millrace.bench.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests of senders who know no secret, from many loopback addresses: bodies that arrive byte by byte, bodies of 25 MB, and thousands of signatures
 * over 2 MB.
 */
final class Strangers {
    private static final int ADDRESSES = 50;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 30_000;
    private static final int SLOW_BYTES = 15;
    private static final int LARGE_BYTES = 25_000_000;
    private static final int SIGNED_BYTES = 2 << 20;
    private static final int SIGNATURES = 4_500;
    private static final String FORGED = "X-Hub-Signature-256: sha256=" + "00".repeat(32);

    private final InetSocketAddress target;
    private final String path;
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    Strangers(URI webhook) {
        this.target = new InetSocketAddress(webhook.getHost(), webhook.getPort());
        this.path = webhook.getPath();
    }

    /** Sends requests at a steady rate over some time; returns when the last one has ended. */
    void send(int count, Duration time) {
        long interval = time.toNanos() / count;
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                long due = start + i * interval;
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                int number = i;
                threads.execute(() -> answers.merge(answerTo(number), 1, Integer::sum));
            }
        }
    }

    /** The number of requests by the status of their answer; "closed" for those whose connection ended without one. */
    Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }

    private String answerTo(int number) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.1." + (1 + number % ADDRESSES)), 0));
            socket.setSoTimeout(READ_MILLIS);
            socket.connect(target, CONNECT_MILLIS);
            try {
                switch (number % 3) {
                    case 0 -> slow(socket.getOutputStream());
                    case 1 -> write(socket.getOutputStream(), FORGED, LARGE_BYTES);
                    default -> write(socket.getOutputStream(), signatures(), SIGNED_BYTES);
                }
            } catch (IOException e) {
                return answer(socket); // refused while the body was sent
            }
            return answer(socket);
        } catch (IOException e) {
            return "closed";
        }
    }

    private static String answer(Socket socket) throws IOException {
        byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        String text = new String(line, StandardCharsets.ISO_8859_1);
        return text.startsWith("HTTP/1.1 ") ? text.substring("HTTP/1.1 ".length()) : "closed";
    }

    private void slow(OutputStream out) throws IOException {
        head(out, FORGED, 1_000);
        for (int i = 0; i < SLOW_BYTES; i++) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            out.write('x');
            out.flush();
        }
    }

    private void write(OutputStream out, String header, int bytes) throws IOException {
        head(out, header, bytes);
        byte[] part = new byte[64 << 10];
        for (int left = bytes; left > 0; left -= part.length) {
            out.write(part, 0, Math.min(part.length, left));
        }
        out.flush();
    }

    private void head(OutputStream out, String header, int length) throws IOException {
        String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nX-GitHub-Event: push\r\n%s\r\nContent-Length: %d\r\n\r\n";
        out.write(head.formatted(path, header, length).getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** As many as fit into the head of a request, and more. */
    private static String signatures() {
        return "webhook-id: 1\r\nwebhook-timestamp: 1\r\nwebhook-signature: " + "v1, ".repeat(SIGNATURES);
    }
}
