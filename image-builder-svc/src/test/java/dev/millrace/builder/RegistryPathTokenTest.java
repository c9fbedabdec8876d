package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The token in the path of a sender that can't sign is shown nowhere, whatever the answer is. */
@QuarkusTest
@TestProfile(RegistrySendersProfile.class)
class RegistryPathTokenTest {
    private static final String TOKEN = RegistrySendersProfile.token("dockerhub");
    private static final List<String> PATHS = List.of(
            "dockerhub/" + TOKEN, "dockerhub/" + TOKEN + "/more", "dockerhub/" + TOKEN + "?a=b", "quay/" + TOKEN);

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            lines.add(formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/")
    URI service;

    @BeforeEach
    void readLog() {
        Logger.getLogger("").addHandler(handler);
    }

    @AfterEach
    void leaveLog() {
        Logger.getLogger("").removeHandler(handler);
    }

    @Test
    void noMetricAndNoLineOfTheLogHasTheToken() {
        Logger.getLogger("dev.millrace").warning("a line of the test");
        for (String method : List.of("POST", "GET", "PUT", "OPTIONS", "HEAD")) {
            for (String path : PATHS) {
                send(HttpRequest.newBuilder(URI.create(service + "webhooks/registry/" + path))
                        .method(method, BodyPublishers.ofString("{\"repository\": {\"name\": \"nginx\"}}")));
            }
        }

        assertThat(send(HttpRequest.newBuilder(service.resolve("q/metrics"))).body())
                .contains("uri=\"/webhooks/registry/{kind}/{token}\"")
                .doesNotContain(TOKEN);
        assertThat(lines).anyMatch(line -> line.contains("a line of the test")).noneMatch(line -> line.contains(TOKEN));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                    .join();
        }
    }
}
