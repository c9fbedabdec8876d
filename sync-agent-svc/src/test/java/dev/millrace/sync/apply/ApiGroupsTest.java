package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.events.SyncCompleted.FailureKind;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API groups of a cluster, one of which is served by a backend of its own. */
class ApiGroupsTest {
    private static final String METRICS = "GET /apis/metrics.example/v1";
    private static final String API_SERVICE = "GET /apis/apiregistration.k8s.io/v1/apiservices/v1.metrics.example";
    private static final String UNAVAILABLE = """
            {"kind": "APIService", "metadata": {"name": "v1.metrics.example"}, "spec": {"service": {"name": "a"}},
             "status": {"conditions": [{"type": "Other", "status": "False", "reason": "No"},
                                       {"type": "Available", "status": "False", "reason": "MissingEndpoints"}]}}""";

    private final CannedServer server = new CannedServer();
    private final ApiGroups groups = new ApiGroups(server.client());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void versionsAreThoseOfTheCoreGroupAndOfAllOthers() {
        server.answer("GET /apis", 200, """
                {"kind": "APIGroupList", "groups": [
                  {"name": "apps", "versions": [{"groupVersion": "apps/v1"}],
                   "preferredVersion": {"groupVersion": "apps/v1"}},
                  {"name": "x.example", "versions": [{"groupVersion": "x.example/v2"}, {"groupVersion": "x.example/v1"}],
                   "preferredVersion": {"groupVersion": "x.example/v2"}}]}""");

        assertThat(groups.versions()).containsExactly("v1", "apps/v1", "x.example/v2", "x.example/v1");
        assertThat(groups.preferredVersions()).containsExactly("v1", "apps/v1", "x.example/v2");
    }

    @Test
    void groupsThatCanNotBeListedAreAFailureOfTheApiServer() {
        server.refuse("GET /apis", 503, "not now");

        assertThatThrownBy(groups::versions)
                .isExactlyInstanceOf(ClusterUnavailable.class)
                .hasMessage("asking for the API groups: the API server answers 503");
    }

    @Test
    void resourcesIncludeSubresources() {
        server.serve("apps/v1", "deployments Deployment", "deployments/scale Scale");

        assertThat(groups.resources("apps/v1"))
                .extracting(APIResource::getName)
                .containsExactly("deployments", "deployments/scale");
    }

    @Test
    void aVersionThatIsNotServedHasNoResources() {
        assertThat(groups.resources("x.example/v1")).isEmpty();
    }

    @Test
    void aGroupWhoseBackendIsUnavailableFailsAloneWithTheReasonOfItsApiService() {
        server.refuse(METRICS, 503, "unavailable").answer(API_SERVICE, 200, UNAVAILABLE);

        KindUnavailable failure =
                catchThrowableOfType(KindUnavailable.class, () -> groups.resources("metrics.example/v1"));

        assertThat(failure.reason())
                .isEqualTo(
                        "asking for the kinds of metrics.example/v1: the API group metrics.example/v1 doesn't answer:"
                                + " its APIService v1.metrics.example is not available (MissingEndpoints)");
        assertThat(failure.kind()).isEqualTo(FailureKind.INFRASTRUCTURE);
    }

    @Test
    void anApiServiceWithoutAStatusGivesNoReason() {
        server.refuse(METRICS, 500, "failed").answer(API_SERVICE, 200, """
                {"kind": "APIService", "metadata": {"name": "v1.metrics.example"}, "spec": {"service": {"name": "a"}}}""");

        assertThatThrownBy(() -> groups.resources("metrics.example/v1"))
                .isInstanceOf(KindUnavailable.class)
                .hasMessageEndingWith("its APIService v1.metrics.example is not available");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\": \"APIService\", \"metadata\": {\"name\": \"v1.metrics.example\"}, \"spec\": {}}",
                "{\"kind\": \"APIService\", \"metadata\": {\"name\": \"v1.metrics.example\"}}"
            })
    void anErrorOfAGroupThatTheApiServerServesItselfIsAFailureOfTheApiServer(String apiService) {
        server.refuse(METRICS, 503, "unavailable").answer(API_SERVICE, 200, apiService);

        assertThatThrownBy(() -> groups.resources("metrics.example/v1"))
                .isExactlyInstanceOf(ClusterUnavailable.class)
                .hasMessage("asking for the kinds of metrics.example/v1: the API server answers 503");
    }

    @Test
    void anErrorOfAGroupWithoutAnApiServiceIsAFailureOfTheApiServer() {
        server.refuse(METRICS, 503, "unavailable").refuse(API_SERVICE, 503, "unavailable");

        assertThatThrownBy(() -> groups.resources("metrics.example/v1")).isExactlyInstanceOf(ClusterUnavailable.class);
    }

    @Test
    void theCoreGroupHasNoBackendOfItsOwn() {
        server.refuse("GET /api/v1", 500, "failed");

        assertThatThrownBy(() -> groups.resources("v1")).isExactlyInstanceOf(ClusterUnavailable.class);
        assertThat(server.requests()).noneMatch(request -> request.contains("apiservices"));
    }

    @Test
    void aMissingRightIsAFailureOfTheKindWithAdvice() {
        KubernetesClientException forbidden = ApiErrors.with(
                403,
                "pods is forbidden: User \"a\" cannot list resource \"pods\" in API group \"\" in the namespace \"shop\"");

        ClusterUnavailable failure = groups.unavailable("listing pods in shop", "v1", forbidden);

        assertThat(failure)
                .isInstanceOf(KindUnavailable.class)
                .hasMessageStartingWith("listing pods in shop: pods is forbidden: ")
                .hasMessageContaining("; the agent's role lacks the verb list on pods in the namespace shop");
        assertThat(((KindUnavailable) failure).kind()).isEqualTo(FailureKind.REJECTED);
    }

    @Test
    void aBrokenConnectionIsAFailureOfTheApiServer() {
        assertThat(groups.unavailable("reading a", "apps/v1", new KubernetesClientException("reset")))
                .isExactlyInstanceOf(ClusterUnavailable.class)
                .hasMessage("reading a: the API server does not answer");
    }
}
