package dev.millrace.builder.engine.buildah;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.LoginFile;
import dev.millrace.builder.engine.NamedContext;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.registry.Login;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildahCommandsTest {
    private static final Platform OWN = new Platform("linux/amd64");
    private static final Duration LEFT = Duration.ofMinutes(5);

    private final BuildahCommands commands = new BuildahCommands("buildah", Path.of("/work/buildah"));

    @Test
    void aBuildHasItsOwnStorageStageArgumentsAndLabels() {
        List<String> command = commands.build(recipe(OWN), Optional.empty(), LEFT);

        assertThat(String.join(" ", command))
                .startsWith("timeout --signal=KILL 310 buildah --storage-driver vfs --root /work/buildah/storage")
                .contains("--isolation chroot", "--file=/ctx/docker/Dockerfile", "--target=final", "--network=none")
                .contains("--build-arg=BASE=registry.example/base:1", "--label=a=b c", "--tag=localhost/millrace/42-1")
                .contains("--source-date-epoch=1773480413", "--platform=linux/amd64", "--build-context=docs=/ctx/docs")
                .endsWith(" /ctx");
    }

    @Test
    void aTestEndsAtItsStageAndStoresNoImage() {
        List<String> command = commands.build(recipe(OWN), Optional.of("test"), LEFT);

        assertThat(command)
                .contains("--target=test")
                .noneMatch(part -> part.startsWith("--tag") || part.startsWith("--label"));
    }

    @Test
    void severalPlatformsBecomeAnIndex() {
        Recipe both = recipe(OWN, new Platform("linux/arm64"));

        List<String> build = commands.build(both, Optional.empty(), LEFT);
        List<String> export = commands.export(both, Path.of("/images/1"), LEFT);

        assertThat(build).contains("--platform=linux/amd64,linux/arm64", "--manifest=localhost/millrace/42-1");
        assertThat(export).containsSubsequence("manifest", "push", "--all", "localhost/millrace/42-1", "oci:/images/1");
    }

    @Test
    void aLoginFileIsPrivateAndDeletedWhenClosed(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("auth.json");

        try (LoginFile file = LoginFile.write(path, Map.of("registry.example", new Login("robot", "secret")))) {
            assertThat(Files.readString(file.path()))
                    .isEqualTo("{\"auths\":{\"registry.example\":{\"auth\":\"cm9ib3Q6c2VjcmV0\"}}}");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
        }

        assertThat(path).doesNotExist();
    }

    @Test
    void onlyInsecureRegistriesAreUsedWithoutTls() {
        RegistryHosts registries = new RegistryHosts(List.of(
                new RegistryHost("registry.example", false, Optional.empty(), Optional.empty()),
                new RegistryHost("127.0.0.1:5000", true, Optional.empty(), Optional.empty())));

        assertThat(Buildah.registriesConf(registries)).isEqualTo("""
                        unqualified-search-registries = []
                        [[registry]]
                        location = "127.0.0.1:5000"
                        insecure = true
                        """);
    }

    private static Recipe recipe(Platform... platforms) {
        return new Recipe(
                "42-1",
                new Recipe.Files(
                        Path.of("/ctx"),
                        Path.of("/ctx/docker/Dockerfile"),
                        new TreeMap<>(Map.of("docs", new NamedContext.Folder(Path.of("/ctx/docs"))))),
                Optional.of("final"),
                new TreeMap<>(Map.of("BASE", "registry.example/base:1")),
                Recipe.Sandbox.of("shop", Network.NONE),
                new Recipe.Output(
                        new TreeMap<>(Map.of("a", "b c")),
                        List.of(platforms),
                        Instant.parse("2026-03-14T09:26:53Z"),
                        Set.of()));
    }

    @Test
    void pushLoginsAreThoseOfTheImagesOwnRegistry() {
        Login robot = new Login("robot", "secret");
        RegistryHosts registries = new RegistryHosts(List.of(
                new RegistryHost("registry.example", false, Optional.of(robot), Optional.empty()),
                new RegistryHost("other.example", false, Optional.of(robot), Optional.empty())));

        assertThat(registries.pushLogins(new ImageName("registry.example/shop/web")))
                .isEqualTo(Map.of("registry.example", robot));
        assertThat(registries.pullLogins()).isEmpty();
    }
}
