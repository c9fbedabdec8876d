package dev.millrace.builder.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.RepositoryId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class OriginTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String V1 = "https://slsa.dev/provenance/v1";
    private static final String V0_2 = "https://slsa.dev/provenance/v0.2";
    private static final String SOURCE =
            "'uri':'git+https://git.example/shop/web#" + COMMIT + "','digest':{'sha1':'" + COMMIT + "'}";
    private static final Origin ORIGIN =
            new Origin("https://builder.example/v1", new RepositoryId("git.example/shop/web"), new CommitId(COMMIT));

    static final List<Arguments> CLAIMS = List.of(
            Arguments.of(
                    V1,
                    "{'buildDefinition':{'externalParameters':{'configSource':{'path':'Dockerfile'},'request':{}}},"
                            + "'runDetails':{'builder':{'id':''},'metadata':{}}}",
                    "{'buildDefinition':{'externalParameters':{'configSource':{'path':'Dockerfile'," + SOURCE
                            + "},'request':{}}},'runDetails':{'builder':{'id':'https://builder.example/v1'},'metadata':{}}}"),
            // Another origin that a build claims.
            Arguments.of(
                    V1,
                    "{'buildDefinition':{'externalParameters':{'workflow':{'repository':'https://git.example/bank/core'},"
                            + "'source':'https://git.example/bank/core','configSource':{'uri':'https://git.example/bank/core'}}},"
                            + "'runDetails':{'builder':{'id':'https://other.example'}}}",
                    "{'buildDefinition':{'externalParameters':{'configSource':{" + SOURCE
                            + "}}},'runDetails':{'builder':{'id':'https://builder.example/v1'}}}"),
            Arguments.of(
                    V1,
                    "{'buildDefinition':[],'runDetails':'none'}",
                    "{'buildDefinition':{'externalParameters':{'configSource':{" + SOURCE
                            + "}}},'runDetails':{'builder':{'id':'https://builder.example/v1'}}}"),
            Arguments.of(
                    V0_2,
                    "{'builder':{'id':''},'invocation':{'configSource':{'entryPoint':'Dockerfile'}}}",
                    "{'builder':{'id':'https://builder.example/v1'},'invocation':{'configSource':{'entryPoint':'Dockerfile',"
                            + SOURCE + "}}}"),
            Arguments.of("https://spdx.dev/Document", "{'builder':{'id':''}}", "{'builder':{'id':''}}"),
            Arguments.of(V1, "'none'", "'none'"));

    @ParameterizedTest
    @FieldSource("CLAIMS")
    void aProvenanceNamesTheOriginWhateverItStatedBefore(String type, String claim, String expected) throws Exception {
        assertThat(ORIGIN.complete(type, JSON.readTree(claim.replace('\'', '"'))))
                .isEqualTo(JSON.readTree(expected.replace('\'', '"')));
    }
}
