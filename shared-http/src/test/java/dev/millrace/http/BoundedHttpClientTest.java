package dev.millrace.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Exchanges with servers that do not behave. */
class BoundedHttpClientTest {
    private static final int MAX_BYTES = 10;
    private static final Duration AMPLE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int A_DAY_OF_DROPS = 10_000_000;

    static final List<Arguments> BODIES = List.of(
            Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789", 200, "0123456789"),
            Arguments.of(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n",
                    200,
                    "0123456789"),
            Arguments.of("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nwait", 503, "wait"),
            Arguments.of("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
            Arguments.of("HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n", 302, ""),
            // The length is that of the body which the client has already.
            Arguments.of("HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\n\r\n", 304, ""));

    static final List<Arguments> TOO_LARGE = List.of(
            // Only the declaration is sent: a client that reads first would wait.
            Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"),
            Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 9000000000000\r\n\r\n"),
            // No end is sent: a client that gathers first would wait.
            Arguments.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n012345678\r\n2\r\n9a\r\n"),
            Arguments.of("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n0123456789a"));

    static final List<Arguments> NO_HTTP = List.of(
            Arguments.of("SSH-2.0-OpenSSH_9.2\r\n\r\n"),
            Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
            Arguments.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n"));

    private final BoundedHttpClient patient = new BoundedHttpClient(new Limits(AMPLE, AMPLE));
    private final BoundedHttpClient impatient = new BoundedHttpClient(new Limits(AMPLE, SHORT));

    @AfterEach
    void close() {
        patient.close();
        impatient.close();
    }

    @ParameterizedTest
    @FieldSource("BODIES")
    void aCompleteResponseIsReturnedWhateverItsStatus(String bytes, int status, String body) {
        try (RawServer server = RawServer.answering(bytes)) {
            HttpResult result = patient.exchange(get(server.uri()), MAX_BYTES);

            assertThat(result).isInstanceOfSatisfying(HttpResult.Response.class, complete -> {
                assertThat(complete.response().statusCode()).isEqualTo(status);
                assertThat(complete.response().body())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(body);
                assertThat(complete.response().uri()).isEqualTo(server.uri());
            });
        }
    }

    @Test
    void theHeadOfALargeFileIsNoLargeResponse() {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")) {
            HttpResult result =
                    patient.exchange(HttpRequest.newBuilder(server.uri()).HEAD().build(), MAX_BYTES);

            assertThat(result).isInstanceOfSatisfying(HttpResult.Response.class, complete -> assertThat(
                            complete.response().body())
                    .isEmpty());
        }
    }

    @ParameterizedTest
    @FieldSource("TOO_LARGE")
    void aLargerBodyIsNotReadToItsEnd(String bytes) {
        try (RawServer server = RawServer.answering(bytes)) {
            HttpResult result = patient.exchange(get(server.uri()), MAX_BYTES);

            assertThat(result).isEqualTo(new HttpResult.TooLarge(MAX_BYTES));
            assertThat(server.closedByClient()).succeedsWithin(AMPLE);
        }
    }

    @Test
    void aServerThatDoesNotRespondIsTooSlow() {
        try (RawServer server = RawServer.answering("")) {
            HttpResult result = impatient.exchange(get(server.uri()), MAX_BYTES);

            assertThat(result).isEqualTo(new HttpResult.TooSlow(SHORT));
        }
    }

    @Test
    void anExchangeCanHaveATimeLimitOfItsOwn() {
        try (RawServer server = RawServer.answering("")) {
            HttpResult result = patient.exchange(get(server.uri()), MAX_BYTES, SHORT);

            assertThat(result).isEqualTo(new HttpResult.TooSlow(SHORT));
        }
    }

    @Test
    void aBodyThatDripsIsTooSlow() {
        try (ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();
                RawServer server = dripping(drops)) {
            HttpResult result = impatient.exchange(get(server.uri()), A_DAY_OF_DROPS);

            assertThat(result).isEqualTo(new HttpResult.TooSlow(SHORT));
        }
    }

    /** Sends a byte every ten milliseconds until the client closes the connection. */
    private static RawServer dripping(ScheduledExecutorService drops) {
        return new RawServer(out -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + A_DAY_OF_DROPS + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            ScheduledFuture<?> unused = drops.scheduleWithFixedDelay(() -> drop(out, drops), 0, 10, MILLISECONDS);
        });
    }

    private static void drop(OutputStream out, ScheduledExecutorService drops) {
        try {
            out.write('.');
            out.flush();
        } catch (IOException e) {
            drops.shutdown();
        }
    }

    @Test
    void anInterruptEndsTheExchangeAndIsKept() throws ExecutionException, InterruptedException {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234")) {
            CompletableFuture<HttpResult> result = new CompletableFuture<>();
            CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
            Thread caller = Thread.ofPlatform().start(() -> {
                result.complete(patient.exchange(get(server.uri()), MAX_BYTES));
                isInterrupted.complete(Thread.currentThread().isInterrupted());
            });
            server.request().get();

            caller.interrupt();

            assertThat(result).succeedsWithin(AMPLE).isEqualTo(new HttpResult.Interruption());
            assertThat(isInterrupted).succeedsWithin(AMPLE).isEqualTo(true);
            assertThat(server.closedByClient()).succeedsWithin(AMPLE);
        }
    }

    @ParameterizedTest
    @FieldSource("NO_HTTP")
    void bytesThatAreNoHttpAreNoResponse(String bytes) {
        try (RawServer server = RawServer.answering(bytes)) {
            assertThat(patient.exchange(get(server.uri()), MAX_BYTES)).isInstanceOf(HttpResult.Unreachable.class);
        }
    }

    @Test
    void aServerThatRefusesConnectionsIsUnreachable() throws IOException {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }

        HttpResult result = patient.exchange(get(nobody), MAX_BYTES);

        assertThat(result)
                .isInstanceOfSatisfying(HttpResult.Unreachable.class, unreachable -> assertThat(unreachable.reason())
                        .isEqualTo("connection refused"));
    }

    @Test
    void anUpgradeToHttp2IsNeitherOfferedNorAccepted() {
        try (RawServer server = RawServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
            patient.exchange(get(server.uri()), MAX_BYTES);
            HttpRequest newer = HttpRequest.newBuilder(server.uri())
                    .version(HttpClient.Version.HTTP_2)
                    .build();

            assertThat(server.request())
                    .succeedsWithin(AMPLE)
                    .asString()
                    .startsWith("GET / HTTP/1.1")
                    .doesNotContain("Upgrade");
            assertThatThrownBy(() -> patient.exchange(newer, MAX_BYTES)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void reasonsAreForPeople() {
        assertThat(new HttpResult.TooLarge(4 << 20).reason()).isEqualTo("the response is larger than 4 MiB");
        assertThat(new HttpResult.TooLarge(100).reason()).isEqualTo("the response is larger than 100 bytes");
        assertThat(new HttpResult.TooSlow(Duration.ofSeconds(40)).reason())
                .isEqualTo("no complete response within 40.0 s");
        assertThat(HttpResult.Unreachable.of(new IOException("INTERNAL-CANARY")).reason())
                .isEqualTo("the answer is not HTTP");
        assertThat(HttpResult.Unreachable.of(new IOException("INTERNAL-CANARY", new ConnectException("x")))
                        .reason())
                .isEqualTo("connection refused");
        assertThat(new HttpResult.Interruption().reason()).isEqualTo("the service is stopping");
    }

    private static HttpRequest get(URI address) {
        return HttpRequest.newBuilder(address).build();
    }
}
