package dev.millrace.sync.render.helm.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with a private certificate authority. */
class WebTest {
    private static final char[] WORD = "hunter2".toCharArray();

    @SuppressWarnings("NullAway.Init")
    private static KeyStore keys;

    private final HttpsServer server;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        keys = ownKeys(directory.resolve("keys.p12"));
    }

    WebTest() throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, WORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/down", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void trustsTheAuthorityOfTheSecret() throws GeneralSecurityException, ChartUnavailable {
        try (Web web = new Web(trusting(pem()), Duration.ofMinutes(2))) {

            assertThat(web.get(ask("/")).statusCode()).isEqualTo(302);
        }
    }

    @Test
    void trustsNobodyWhoIsUnknown() throws ChartUnavailable {
        try (Web web = new Web(Access.OPEN, Duration.ofMinutes(2))) {
            ChartUnavailable refused = catchThrowableOfType(ChartUnavailable.class, () -> web.get(ask("/")));

            assertThat(refused.reason())
                    .isEqualTo("127.0.0.1: TLS failed: no trusted authority issued the certificate");
        }
    }

    @Test
    void isNotLedFromHttpsToHttp() throws GeneralSecurityException, ChartUnavailable {
        try (Web web = new Web(trusting(pem()), Duration.ofMinutes(2))) {
            ChartUnavailable refused = catchThrowableOfType(ChartUnavailable.class, () -> web.get(ask("/down")));

            assertThat(refused.reason()).isEqualTo("127.0.0.1 redirects from HTTPS to something else");
        }
    }

    @Test
    void saysThatAnAuthorityIsNone() {
        ChartUnavailable refused = catchThrowableOfType(
                ChartUnavailable.class, () -> new Web(trusting("nothing of the kind"), Duration.ofSeconds(1)).close());

        assertThat(refused.reason()).isEqualTo("ca.crt of spec.helm.chart.secretRef holds no certificates");
    }

    private Web.Ask ask(String path) {
        URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + path);
        return new Web.Ask(address, "*/*", Optional.empty(), 100);
    }

    private static Access trusting(String pem) {
        return new Access(Optional.empty(), Optional.of(pem));
    }

    private static String pem() throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("own").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static KeyStore ownKeys(Path file) throws IOException, InterruptedException, GeneralSecurityException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(WORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            keys.load(content, WORD);
        }
        return keys;
    }
}
