package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service's API description. */
@QuarkusTest
@TestProfile(WebhookLimitsTest.Limits.class)
class OpenApiTest {

    @SuppressWarnings("NullAway.Init") // set by Quarkus
    @TestHTTPResource("/q/openapi?format=json")
    URI openApi;

    @ParameterizedTest
    @CsvSource({
        "/builds, get, builds, false, 200 400",
        "/builds, post, build, true, 202 400 404 409 503",
        "/builds/{id}, delete, cancel, true, 202 404",
        "/builds/{id}/log, get, log, false, 200 404",
    })
    void theRequestsForBuildsAreDescribedWithTheirResponses(
            String path, String method, String operation, boolean needsToken, String responses) throws Exception {
        JsonNode described = document().path("paths").path(path).path(method);

        assertThat(described.path("operationId").asText()).isEqualTo(operation);
        assertThat(described.path("summary").asText()).isNotEmpty();
        assertThat(described.at("/security/0").has("token")).isEqualTo(needsToken);
        assertThat(described.path("responses").propertyStream().map(Map.Entry::getKey))
                .contains(responses.split(" "));
    }

    @Test
    void theTokenIsABearerToken() throws Exception {
        assertThat(document().at("/components/securitySchemes/token/scheme").asText())
                .isEqualTo("bearer");
    }

    private JsonNode document() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(openApi).build(), HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body());
    }
}
