package dev.millrace.updater;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The service's API description. */
@QuarkusTest
@TestProfile(ChannelsTest.InMemory.class)
class OpenApiTest {

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/q/openapi?format=json")
    URI openApi;

    @Test
    void everyPathIsDescribedWithASummaryAndItsResponses() throws Exception {
        JsonNode paths = document().get("paths");

        List<String> operations = new ArrayList<>();
        paths.properties().forEach(path -> path.getValue().properties().forEach(method -> {
            operations.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            assertThat(method.getValue().at("/summary").asText())
                    .as(path.getKey())
                    .isNotEmpty();
            assertThat(method.getValue().at("/operationId").asText())
                    .as(path.getKey())
                    .isNotEmpty();
            assertThat(method.getValue().at("/responses").properties())
                    .as(path.getKey())
                    .allSatisfy(response -> assertThat(
                                    response.getValue().at("/description").asText())
                            .isNotEmpty());
        }));
        assertThat(operations)
                .containsExactlyInAnyOrder(
                        "GET /policies",
                        "POST /policies/{name}/hold",
                        "POST /policies/{name}/release",
                        "POST /policies/{name}/look",
                        "GET /promotions",
                        "POST /promotions/{id}/approve",
                        "POST /webhooks/git");
    }

    @Test
    void everyCommandNeedsTheToken() throws Exception {
        JsonNode document = document();

        assertThat(document.at("/components/securitySchemes/token/scheme").asText())
                .isEqualTo("bearer");
        assertThat(document.at("/paths").properties()).allSatisfy(path -> {
            JsonNode post = path.getValue().path("post");
            boolean webhook = path.getKey().startsWith("/webhooks/");
            assertThat(post.isMissingNode() || webhook || post.at("/security/0").has("token"))
                    .as(path.getKey())
                    .isTrue();
        });
    }

    private JsonNode document() throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(openApi).build(), HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body());
    }
}
