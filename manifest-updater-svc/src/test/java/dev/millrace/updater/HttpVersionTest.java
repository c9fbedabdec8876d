package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Clients that offer an upgrade to HTTP/2, as the JDK's does by default, get an HTTP/1.1 response (ADR 0013). */
@QuarkusTest
@TestProfile(ChannelsTest.InMemory.class)
class HttpVersionTest {
    private static final int CONNECTIONS = 30;

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/test/large-response")
    URI large;

    @SuppressWarnings("NullAway.Init")
    @TestHTTPResource("/q/health/live")
    URI live;

    @Test
    void declinesAnUpgradeToHttp2() throws Exception {
        HttpResponse<String> response = getOnNewConnection(live);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    /** With an upgrade, about a quarter of these responses lose bytes and fail. */
    @RepeatedTest(CONNECTIONS)
    void aLargeResponseArrivesWholeAtAClientThatReadsLate() throws Exception {
        try (SlowNetwork network = new SlowNetwork(large)) {
            HttpResponse<String> response = getOnNewConnection(network.uri());

            assertThat(response.body()).isEqualTo(new ObjectMapper().writeValueAsString(LargeResponse.LINES));
        }
    }

    private static HttpResponse<String> getOnNewConnection(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
