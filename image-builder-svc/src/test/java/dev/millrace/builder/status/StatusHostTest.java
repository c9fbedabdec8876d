package dev.millrace.builder.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.builder.status.CommitStatus.State;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.host.HostKind;
import dev.millrace.git.host.HostUnavailable;
import dev.millrace.git.remote.Credentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests as a server receives them, and its answers. */
class StatusHostTest {
    private static final CommitStatus STATUS = new CommitStatus(
            Results.COMMIT,
            GitRef.branch("main"),
            "millrace/shop/web",
            State.SUCCESS,
            "built",
            Optional.of(URI.create("https://builds.example/4f")));

    static final List<Arguments> AUTHORIZATIONS = List.of(
            Arguments.of(new Credentials.Bearer("a-token"), "Bearer a-token"),
            Arguments.of(new Credentials.Basic("bot", "a-token"), "Basic Ym90OmEtdG9rZW4="));

    private final HostServer server = new HostServer();

    StatusHostTest() throws IOException {}

    @AfterEach
    void close() {
        server.close();
    }

    private StatusHost host(HostKind kind, Credentials credentials) {
        URI repository = server.url("/shop/web.git");
        return new StatusHost(kind, repository, server.url("/api"), credentials);
    }

    private StatusHost gitHub() {
        return host(HostKind.GITHUB, new Credentials.Bearer("a-token"));
    }

    @ParameterizedTest
    @CsvSource({
        "GITHUB, /repos/shop/web/statuses/%s",
        "GITEA, /repos/shop/web/statuses/%s",
        "GITLAB, /projects/shop%%2Fweb/statuses/%s",
        "BITBUCKET_CLOUD, /repositories/shop/web/commit/%s/statuses/build",
        "BITBUCKET_SERVER, /projects/shop/repos/web/commits/%s/builds",
    })
    void theRequestArrivesAsItIsPlanned(HostKind kind, String path) throws Exception {
        StatusOutcome outcome = host(kind, new Credentials.Bearer("a-token")).set(STATUS);

        assertThat(outcome).isEqualTo(new StatusOutcome.Accepted());
        HostServer.Call call = server.calls().getFirst();
        assertThat(call.line()).isEqualTo("POST /api" + path.formatted(Results.COMMIT));
        assertThat(new ObjectMapper().readValue(call.body(), new TypeReference<Map<String, String>>() {}))
                .isEqualTo(StatusRequest.of(kind, server.url("/shop/web.git"), STATUS)
                        .body());
    }

    @ParameterizedTest
    @FieldSource("AUTHORIZATIONS")
    void theTokenIsInTheHeaderOnly(Credentials credentials, String authorization) {
        host(HostKind.GITEA, credentials).set(STATUS);

        assertThat(server.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.authorization()).contains(authorization))
                .satisfies(call -> assertThat(call.line() + call.body()).doesNotContain("a-token"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 409, 422})
    void aRefusalIsFinalAndItsReasonHasNoToken(int code) {
        server.answer(code);

        assertThat(gitHub().set(STATUS))
                .isInstanceOfSatisfying(StatusOutcome.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo("setting a commit status of shop/web at "
                                + server.url("").getAuthority() + ": the host answered " + code
                                + ": the host's reason, ***"));
    }

    @ParameterizedTest
    @CsvSource({"GITLAB, true", "GITHUB, false"})
    void aStateThatGitLabHasAlreadyIsNoRefusal(HostKind kind, boolean accepted) {
        server.answer(400, "Cannot transition status via :succeed from :success");

        assertThat(host(kind, new Credentials.Bearer("a-token")).set(STATUS) instanceof StatusOutcome.Accepted)
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void anUnavailableHostIsTransient(int code) {
        server.answer(code);

        assertThatThrownBy(() -> gitHub().set(STATUS))
                .isInstanceOf(HostUnavailable.class)
                .hasMessageContaining("the host answered " + code);
    }

    @Test
    void aSpentRateIsTransient() {
        server.answer(403, Map.of("Retry-After", "60"));

        assertThatThrownBy(() -> gitHub().set(STATUS)).isInstanceOf(HostUnavailable.class);
    }

    @Test
    void aStatusThatABuildWaitsForHasAShortLimit() {
        server.answer(HostServer.NEVER);

        assertThatThrownBy(() -> gitHub().setBriefly(STATUS))
                .isInstanceOf(HostUnavailable.class)
                .hasMessageContaining("no complete response within 2.0 s");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (HostServer other = new HostServer()) {
            server.answer(307, Map.of("Location", other.url("/").toString()));

            assertThat(gitHub().set(STATUS)).isInstanceOf(StatusOutcome.Refused.class);
            assertThat(other.calls()).isEmpty();
        }
    }

    @Test
    void anAddressWithoutHttpIsRefused() {
        URI repository = URI.create("ssh://git@git.example/shop/web.git");

        assertThatThrownBy(() -> new StatusHost(
                        HostKind.GITLAB, repository, HostKind.GITLAB.api(repository), new Credentials.None()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set api-url");
    }
}
