package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakeoverTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AN_AUTOSCALER =
            "{\"manager\":\"scaler\",\"operation\":\"Update\",\"apiVersion\":\"apps/v1\",\"fieldsV1\":{\"f:spec\":{\"f:replicas\":{}}}}";

    @ParameterizedTest
    @ValueSource(strings = {"kubectl-client-side-apply", "helm", "Helm", "before-first-apply"})
    void whatAToolWroteIsOursAndNobodyElsesIs(String tool) throws JsonProcessingException {
        JsonNode live = live(entry(tool, "Update", "apps/v1", ""), AN_AUTOSCALER);

        assertThat(Takeover.of(live, "apps/v1")).hasValueSatisfying(entries -> assertThat(entries)
                .containsExactly(
                        json(AN_AUTOSCALER),
                        json("{\"manager\":\"millrace\",\"operation\":\"Apply\",\"apiVersion\":\"apps/v1\","
                                + "\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:data\":{\"f:old\":{}}}}")));
    }

    @Test
    void itComesOnTopOfWhatIsOursAlready() throws JsonProcessingException {
        String ours = entry("millrace", "Apply", "apps/v1", "").replace("f:old", "f:ours");

        assertThat(Takeover.of(live(entry("helm", "Update", "apps/v1", ""), ours), "apps/v1"))
                .hasValueSatisfying(entries -> {
                    assertThat(entries).hasSize(1);
                    assertThat(entries.get(0).path("fieldsV1"))
                            .isEqualTo(json("{\"f:data\":{\"f:old\":{},\"f:ours\":{}}}"));
                });
    }

    @Test
    void aStatusAnotherVersionAndWhatSomebodyAppliesStayWithTheirOwners() throws JsonProcessingException {
        JsonNode live = live(
                entry("kubectl", "Update", "apps/v1", "status"),
                entry("helm", "Update", "apps/v1beta1", ""),
                entry("helm", "Apply", "apps/v1", ""),
                AN_AUTOSCALER);

        assertThat(Takeover.of(live, "apps/v1")).isEmpty();
    }

    private static String entry(String manager, String operation, String apiVersion, String subresource) {
        return """
                {"manager":"%s","operation":"%s","apiVersion":"%s","subresource":"%s","fieldsV1":{"f:data":{"f:old":{}}}}""".formatted(manager, operation, apiVersion, subresource);
    }

    private static JsonNode live(String... entries) throws JsonProcessingException {
        return JSON.readTree("{\"metadata\":{\"managedFields\":[" + String.join(",", entries) + "]}}");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
