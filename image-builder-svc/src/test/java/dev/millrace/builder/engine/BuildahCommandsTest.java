package dev.millrace.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.Platform;
import dev.millrace.registry.Login;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildahCommandsTest {
    private static final Platform OWN = new Platform("linux/amd64");
    private static final Duration LEFT = Duration.ofMinutes(5);

    private final BuildahCommands commands = new BuildahCommands("buildah", Path.of("/work/buildah"), OWN);

    @Test
    void aBuildHasItsOwnStorageStageArgumentsAndLabels() {
        List<String> command = commands.build(recipe(OWN), Optional.empty(), LEFT);

        assertThat(String.join(" ", command))
                .startsWith("timeout --signal=KILL 310 buildah --storage-driver vfs --root /work/buildah/storage")
                .contains("--isolation chroot", "--file=/ctx/docker/Dockerfile", "--target=final", "--layers")
                .contains("--build-arg=BASE=registry.example/base:1", "--label=a=b c", "--tag=localhost/millrace/42-1")
                .doesNotContain("--platform")
                .endsWith(" /ctx");
    }

    @Test
    void aTestEndsAtItsStageAndStoresNoImage() {
        List<String> command = commands.build(recipe(OWN), Optional.of("test"), LEFT);

        assertThat(command)
                .contains("--target=test", "--layers")
                .noneMatch(part -> part.startsWith("--tag") || part.startsWith("--label"));
    }

    @Test
    void anImageForAnotherPlatformIsBuiltWithoutTheCache() {
        List<String> command = commands.build(recipe(new Platform("linux/arm64")), Optional.empty(), LEFT);

        assertThat(command).contains("--platform=linux/arm64", "--no-cache").doesNotContain("--layers");
    }

    @Test
    void severalPlatformsBecomeAnIndex() {
        Recipe both = recipe(OWN, new Platform("linux/arm64"));

        List<String> build = commands.build(both, Optional.empty(), LEFT);
        List<String> push = commands.push(both, reference(), Path.of("/logins"), LEFT);

        assertThat(build).contains("--platform=linux/amd64,linux/arm64", "--manifest=localhost/millrace/42-1");
        assertThat(push).containsSubsequence("manifest", "push", "--all", "localhost/millrace/42-1");
    }

    @Test
    void aPushReadsItsLoginFromAFile() {
        List<String> command = commands.push(recipe(OWN), reference(), Path.of("/logins"), LEFT);

        assertThat(command)
                .containsSubsequence("push", "--authfile", "/logins")
                .endsWith("localhost/millrace/42-1", "docker://registry.example/shop/web:1")
                .noneMatch(part -> part.startsWith("--creds"));
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

    private static ImageReference reference() {
        return ImageReference.parse("registry.example/shop/web:1");
    }

    private static Recipe recipe(Platform... platforms) {
        return new Recipe(
                "42-1",
                Path.of("/ctx"),
                "docker/Dockerfile",
                Optional.of("final"),
                new TreeMap<>(Map.of("BASE", "registry.example/base:1")),
                new TreeMap<>(Map.of("a", "b c")),
                List.of(platforms));
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
