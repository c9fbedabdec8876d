package dev.millrace.builder.intake.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.builder.intake.registry.RegistryAliases.Alias;
import dev.millrace.events.value.ImageName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryAliasesTest {
    private static final RegistryAliases ALIASES = new RegistryAliases(List.of(
            Alias.of("registry:5000", "registry.example"),
            Alias.of("acme.jfrog.io/docker-local", "docker.acme.example"),
            Alias.of("https://Acme.jfrog.io/docker-local/team/", "team.acme.example"),
            Alias.of("acme.jfrog.io/docker-dev=docker-virtual", "acme.jfrog.io"),
            Alias.of("mirror.example=hub/cache", "registry.example")));

    static final List<Arguments> IMAGES = List.of(
            Arguments.of("registry:5000/shop/web", "registry.example/shop/web"),
            Arguments.of("registry:5001/shop/web", "registry:5001/shop/web"),
            Arguments.of("registry.example/shop/web", "registry.example/shop/web"),
            Arguments.of("acme.jfrog.io/docker-local/web", "docker.acme.example/web"),
            Arguments.of("acme.jfrog.io/docker-local/team/web", "team.acme.example/web"),
            Arguments.of("acme.jfrog.io/docker-locality/web", "acme.jfrog.io/docker-locality/web"),
            Arguments.of("acme.jfrog.io/docker-dev/web", "acme.jfrog.io/docker-virtual/web"),
            Arguments.of("acme.jfrog.io/docker-prod/web", "acme.jfrog.io/docker-prod/web"),
            Arguments.of("mirror.example/shop/web", "registry.example/hub/cache/shop/web"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("IMAGES")
    void anImageIsResolvedByTheLongestAlias(String image, String expected) {
        assertThat(ALIASES.resolve(new ImageName(image))).isEqualTo(new ImageName(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "=path", "host.example=", "/", "https://"})
    void anAliasWithoutAHostOrAPathIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Alias.of(text, "registry.example"))
                .withMessageContaining("write <host>[/<path>]");
    }
}
