package dev.millrace.sync.apply.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cluster.application.rule.ConflictRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TakeoverTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DeployTools TOOLS = new DeployTools(List.of());
    private static final String AN_AUTOSCALER =
            "{\"manager\":\"scaler\",\"operation\":\"Update\",\"apiVersion\":\"apps/v1\",\"fieldsV1\":{\"f:spec\":{\"f:replicas\":{}}}}";
    private static final String OURS = "{\"manager\":\"millrace\",\"operation\":\"Apply\",\"apiVersion\":\"apps/v1\","
            + "\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:data\":{\"f:old\":{}}}}";

    @ParameterizedTest
    @CsvSource({
        "kubectl-client-side-apply, Update",
        "kubectl, Update",
        "helm, Update",
        "Helm, Update",
        "before-first-apply, Update",
        "kubectl, Apply",
        "kubectl-last-applied, Apply",
        "kustomize-controller, Apply",
        "helm-controller, Apply",
        "argocd-controller, Apply",
        "helm, Apply",
        "kluctl, Apply",
        "pulumi-kubernetes-1a2b3c4d, Apply",
        "Terraform, Apply"
    })
    void fieldsOfADeploymentToolBecomeOursAndNobodyElses(String tool, String operation) {
        JsonNode live = live(entry(tool, operation, "apps/v1", ""), AN_AUTOSCALER);

        assertThat(Takeover.of(live, "apps/v1", TOOLS)).hasValueSatisfying(takeover -> {
            assertThat(takeover.managedFields()).containsExactly(json(AN_AUTOSCALER), json(OURS));
            assertThat(takeover.toGiveUp()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "kubectl, Update, status",
        "kustomize-controller, Apply, status",
        "kubectl-client-side-apply, Update, scale",
        "kube-controller-manager, Update, ''",
        "horizontal-pod-autoscaler, Apply, ''",
        "vpa-recommender, Apply, ''",
        "cert-manager-cainjector, Apply, ''",
        "cert-manager-certificates-issuing, Apply, ''",
        "keda-operator, Apply, ''",
        "kubectl-edit, Update, ''",
        "kubectl-patch, Update, ''",
        "kubectl-set, Update, ''",
        "kustomize-controller, Update, ''",
        "my-operator, Apply, ''"
    })
    void fieldsOfControllersAndPeopleAndOfSubresourcesStayTheirs(String manager, String operation, String subresource) {
        JsonNode live = live(entry(manager, operation, "apps/v1", subresource), AN_AUTOSCALER);

        assertThat(Takeover.of(live, "apps/v1", TOOLS)).isEmpty();
    }

    @Test
    void theyComeOnTopOfWhatIsOursAlready() {
        String ours = entry("millrace", "Apply", "apps/v1", "").replace("f:old", "f:ours");

        JsonNode live = live(entry("helm", "Update", "apps/v1", ""), ours);

        assertThat(Takeover.of(live, "apps/v1", TOOLS)).hasValueSatisfying(takeover -> {
            assertThat(takeover.managedFields()).hasSize(1);
            assertThat(takeover.managedFields().get(0).path("fieldsV1"))
                    .isEqualTo(json("{\"f:data\":{\"f:old\":{},\"f:ours\":{}}}"));
        });
    }

    @Test
    void aFieldThatOneOfThemHasAsAWholeIsOursAsAWhole() {
        String whole = entry("helm", "Update", "apps/v1", "").replace("f:old", "f:a");
        String within = entry("millrace", "Apply", "apps/v1", "").replace("\"f:old\":{}", "\"f:a\":{\"f:b\":{}}");
        String both = "{\"f:data\":{\"f:a\":{\"f:b\":{},\".\":{}}}}";

        assertThat(Takeover.of(live(whole, within), "apps/v1", TOOLS)).hasValueSatisfying(takeover -> assertThat(
                        takeover.managedFields().get(0).path("fieldsV1"))
                .isEqualTo(json(both)));
        assertThat(Takeover.of(
                        live(within.replace("millrace", "kubectl"), whole.replace("helm", "Helm")), "apps/v1", TOOLS))
                .hasValueSatisfying(
                        takeover -> assertThat(takeover.managedFields().get(0).path("fieldsV1"))
                                .isEqualTo(json(both)));
    }

    @Test
    void fieldsOfAnotherVersionAreKeptAsAppliedToBeGivenUpLater() {
        String before = entry("helm", "Update", "apps/v1beta1", "");

        assertThat(Takeover.of(live(before, AN_AUTOSCALER), "apps/v1", TOOLS)).hasValueSatisfying(takeover -> {
            assertThat(takeover.managedFields())
                    .containsExactly(json(AN_AUTOSCALER), json(before.replace("Update", "Apply")));
            assertThat(takeover.toGiveUp()).containsExactly(Map.entry("helm", "apps/v1beta1"));
        });
    }

    @Test
    void ofSeveralVersionsOfOneToolOneIsGivenUpAndTheAppliedOneFirst() {
        String updated = entry("helm", "Update", "apps/v1beta1", "");
        String applied = entry("helm", "Apply", "apps/v1beta2", "");

        assertThat(Takeover.of(live(updated, applied), "apps/v1", TOOLS)).hasValueSatisfying(takeover -> {
            assertThat(takeover.managedFields()).containsExactly(json(updated), json(applied));
            assertThat(takeover.toGiveUp()).containsExactly(Map.entry("helm", "apps/v1beta2"));
        });
    }

    @Test
    void aRuleOfTheApplicationThatNamesAManagerDecidesForIt() {
        DeployTools tools = new DeployTools(List.of(
                new ConflictRule(ConflictRule.Policy.THEIRS, List.of("helm"), List.of(), List.of()),
                new ConflictRule(ConflictRule.Policy.OURS, List.of("my-deployer*"), List.of(), List.of()),
                new ConflictRule(ConflictRule.Policy.OURS, List.of("scaler"), List.of(), List.of("/spec/replicas"))));

        assertThat(Takeover.of(live(entry("helm", "Apply", "apps/v1", "")), "apps/v1", tools))
                .isEmpty();
        assertThat(Takeover.of(live(entry("my-deployer-2", "Apply", "apps/v1", ""), AN_AUTOSCALER), "apps/v1", tools))
                .hasValueSatisfying(takeover ->
                        assertThat(takeover.managedFields()).containsExactly(json(AN_AUTOSCALER), json(OURS)));
    }

    private static String entry(String manager, String operation, String apiVersion, String subresource) {
        return """
                {"manager":"%s","operation":"%s","apiVersion":"%s","subresource":"%s","fieldsV1":{"f:data":{"f:old":{}}}}""".formatted(manager, operation, apiVersion, subresource);
    }

    private static JsonNode live(String... entries) {
        return json("{\"metadata\":{\"managedFields\":[" + String.join(",", entries) + "]}}");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
