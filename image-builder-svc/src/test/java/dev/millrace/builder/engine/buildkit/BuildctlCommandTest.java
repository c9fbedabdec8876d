package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.NamedContext;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.engine.Recipe.Attestation;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Platform;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BuildctlCommandTest {
    private static final Digest DIGEST = new Digest("sha256:" + "0".repeat(64));
    private static final BuildInputs INPUTS = new BuildInputs(
            Path.of("/private/1"),
            Path.of("/images/1"),
            Path.of("/private/1/policy.json"),
            new TreeMap<>(Map.of("npmrc", Path.of("/private/1/secrets/npmrc"))),
            Optional.of("/millrace/1"));

    private final BuildctlCommand commands =
            new BuildctlCommand("buildctl", "unix:///work/buildkitd.sock", Optional.empty());

    @Test
    void aBuildHasItsFilesArgumentsAndOutput() {
        String command = build(Path.of("/ctx/docker/Dockerfile"), Network.OUTWARD, Optional.empty());

        assertThat(command)
                .startsWith("buildctl --addr unix:///work/buildkitd.sock build --progress=plain")
                .contains("--local context=/ctx --local dockerfile=/ctx --opt filename=docker/Dockerfile")
                .contains("--opt target=final", "--opt build-arg:BASE=a,b", "--opt label:commit=0123")
                .contains("--opt platform=linux/amd64,linux/arm64", "--opt build-arg:SOURCE_DATE_EPOCH=1773480413")
                .contains("--opt cgroup-parent=/millrace/1", "--opt attest:provenance=mode=max")
                .endsWith("--output type=oci,tar=false,rewrite-timestamp=true,dest=/images/1");
    }

    @Test
    void aDockerfileOutsideTheContextIsReadFromItsOwnFolder() {
        assertThat(build(Path.of("/repo/docker/app.Dockerfile"), Network.OUTWARD, Optional.empty()))
                .contains("--local context=/ctx --local dockerfile=/repo/docker --opt filename=app.Dockerfile");
    }

    @Test
    void namedContextsAreFoldersImagesAndLayouts() {
        assertThat(build(Path.of("/ctx/Dockerfile"), Network.OUTWARD, Optional.empty()))
                .contains("--local named-0=/ctx/docs --opt context:docs=local:named-0")
                .contains("--opt context:go=docker-image://registry.example/go:1")
                .contains("--oci-layout named-2=/layout --opt context:own=oci-layout://named-2@" + DIGEST);
    }

    @Test
    void aNetworkOfNoneIsForcedOnAllCommands() {
        assertThat(build(Path.of("/ctx/Dockerfile"), Network.NONE, Optional.empty()))
                .contains("--opt force-network-mode=none");
        assertThat(build(Path.of("/ctx/Dockerfile"), Network.OUTWARD, Optional.empty()))
                .doesNotContain("force-network-mode");
    }

    @Test
    void theNamespaceOfCacheMountsCannotBeChosenByAnArgument() {
        assertThat(build(Path.of("/ctx/Dockerfile"), Network.NONE, Optional.empty()))
                .contains("--opt build-arg:BUILDKIT_CACHE_MOUNT_NS=shop")
                .contains("--opt build-arg:BUILDKIT_SANDBOX_HOSTNAME=shop")
                .doesNotContain("BUILDKIT_CACHE_MOUNT_NS=other", "BUILDKIT_SYNTAX", "SOURCE_DATE_EPOCH=7");
    }

    @Test
    void aSecretIsNamedByItsFile() {
        assertThat(build(Path.of("/ctx/Dockerfile"), Network.NONE, Optional.empty()))
                .contains("--secret id=npmrc,src=/private/1/secrets/npmrc", "--ssh default=/run/agent.sock")
                .doesNotContain("a-secret-value");
    }

    @Test
    void aTestEndsAtItsStageAndWritesNoImage() {
        assertThat(build(Path.of("/ctx/Dockerfile"), Network.NONE, Optional.of("test")))
                .contains("--opt target=test")
                .doesNotContain("target=final", "--output", "label:", "attest:");
    }

    private String build(Path dockerfile, Network network, Optional<String> stage) {
        Recipe.Files files = new Recipe.Files(
                Path.of("/ctx"),
                dockerfile,
                new TreeMap<>(Map.of(
                        "docs", new NamedContext.Folder(Path.of("/ctx/docs")),
                        "go", new NamedContext.Image("registry.example/go:1"),
                        "own", new NamedContext.Layout(new OciLayout(Path.of("/layout"), DIGEST)))));
        Map<String, String> args = Map.of(
                "BASE", "a,b", "BUILDKIT_CACHE_MOUNT_NS", "other", "BUILDKIT_SYNTAX", "x/y", "SOURCE_DATE_EPOCH", "7");
        Recipe recipe = new Recipe(
                "1",
                files,
                Optional.of("final"),
                new TreeMap<>(args),
                new Recipe.Sandbox(
                        "shop",
                        network,
                        Map.of("npmrc", "a-secret-value"),
                        new TreeMap<>(Map.of("default", Path.of("/run/agent.sock"))),
                        Recipe.Resources.UNLIMITED),
                new Recipe.Output(
                        new TreeMap<>(Map.of("commit", "0123")),
                        List.of(new Platform("linux/amd64"), new Platform("linux/arm64")),
                        Instant.parse("2026-03-14T09:26:53Z"),
                        Set.of(Attestation.PROVENANCE, Attestation.SBOM)));
        return String.join(" ", commands.build(recipe, INPUTS, stage));
    }
}
