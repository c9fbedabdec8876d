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
    private static final String URI = "git+https://git.example/shop/web#" + COMMIT;
    private static final String SOURCE =
            "{'uri':'" + URI + "','path':'web/Dockerfile','digest':{'sha1':'" + COMMIT + "'}}";
    private static final String DEPENDENCY = "{'uri':'" + URI + "','digest':{'gitCommit':'" + COMMIT + "'}}";
    private static final String RUN = "'runDetails':{'builder':{'id':'https://builder.example/v1'}}";
    private static final Origin ORIGIN = new Origin(
            "https://builder.example/v1",
            new RepositoryId("git.example/shop/web"),
            new CommitId(COMMIT),
            "web/Dockerfile");

    static final List<Arguments> CLAIMS = List.of(
            Arguments.of(
                    V1,
                    "{'buildDefinition':{'externalParameters':{'configSource':{'path':'Dockerfile'},'request':{}},"
                            + "'resolvedDependencies':[{'uri':'pkg:docker/base@1'}]},'runDetails':{'builder':{'id':''},'metadata':{}}}",
                    "{'buildDefinition':{'externalParameters':{'configSource':" + SOURCE + ",'request':{}},"
                            + "'resolvedDependencies':[" + DEPENDENCY + ",{'uri':'pkg:docker/base@1'}]},"
                            + "'runDetails':{'builder':{'id':'https://builder.example/v1'},'metadata':{}}}"),
            // Another origin that a build claims.
            Arguments.of(
                    V1,
                    "{'buildDefinition':{'externalParameters':{'workflow':{'repository':'https://git.example/bank/core'},"
                            + "'source':'https://git.example/bank/core','configSource':{'uri':'https://git.example/bank/core'}}},"
                            + "'runDetails':{'builder':{'id':'https://other.example'}}}",
                    "{'buildDefinition':{'externalParameters':{'configSource':" + SOURCE + "},'resolvedDependencies':["
                            + DEPENDENCY + "]}," + RUN + "}"),
            // Fields about this machine.
            Arguments.of(
                    V1,
                    "{'buildDefinition':{'externalParameters':{'request':{'args':{'build-arg:VERSION':'3','hostname':'0a1b',"
                            + "'build-arg:BUILDKIT_CACHE_MOUNT_NS':'0a1b','build-arg:BUILDKIT_SANDBOX_HOSTNAME':'0a1b',"
                            + "'label:hostname':'shop'}}},'internalParameters':{'buildConfig':{'llbDefinition':"
                            + "[{'op':{'exec':{'meta':{'args':['make'],'cgroupParent':'/machine/7','hostname':'0a1b'}}}}]}}}}",
                    "{'buildDefinition':{'externalParameters':{'request':{'args':{'build-arg:VERSION':'3','label:hostname':'shop'}},"
                            + "'configSource':" + SOURCE + "},'internalParameters':{'buildConfig':{'llbDefinition':"
                            + "[{'op':{'exec':{'meta':{'args':['make']}}}}]}},'resolvedDependencies':[" + DEPENDENCY
                            + "]}," + RUN + "}"),
            Arguments.of(
                    V1,
                    "{'buildDefinition':[],'runDetails':'none'}",
                    "{'buildDefinition':{'externalParameters':{'configSource':" + SOURCE + "},'resolvedDependencies':["
                            + DEPENDENCY + "]}," + RUN + "}"),
            Arguments.of("https://spdx.dev/Document", "{'builder':{'id':''}}", "{'builder':{'id':''}}"),
            Arguments.of(V1, "'none'", "'none'"));

    @ParameterizedTest
    @FieldSource("CLAIMS")
    void aProvenanceNamesTheOriginWhateverItStatedBefore(String type, String claim, String expected) throws Exception {
        assertThat(ORIGIN.complete(type, JSON.readTree(claim.replace('\'', '"'))))
                .isEqualTo(JSON.readTree(expected.replace('\'', '"')));
    }

    static final List<Arguments> OTHERS = List.of(
            Arguments.of(ORIGIN, true),
            Arguments.of(
                    new Origin("https://other.example", ORIGIN.repository(), ORIGIN.commit(), "Dockerfile"), false),
            Arguments.of(
                    new Origin(ORIGIN.builder(), new RepositoryId("git.example/x"), ORIGIN.commit(), "Dockerfile"),
                    false),
            Arguments.of(
                    new Origin(ORIGIN.builder(), ORIGIN.repository(), new CommitId("1".repeat(40)), "Dockerfile"),
                    false));

    @ParameterizedTest
    @FieldSource("OTHERS")
    void anOriginIsFoundInTheProvenanceThatNamesIt(Origin other, boolean found) {
        assertThat(ORIGIN.isIn(other.complete(V1, JSON.createObjectNode()))).isEqualTo(found);
    }
}
