package dev.millrace.builder.plan.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.ImageName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedImagesTest {

    @ParameterizedTest(name = "{0} allows {1}: {2}")
    @CsvSource({
        "registry.example/shop/*, registry.example/shop/web, true",
        "registry.example/shop/*, registry.example/shop/web/cache, false",
        "registry.example/shop/*, registry.example/shop2/web, false",
        "registry.example/shop/*, registry.example/web, false",
        "registry.example/shop/*, other.example/shop/web, false",
        "registry.example/shop/*, registry.example.evil.example/shop/web, false",
        "registry.example/shop/*, evil.example/registry.example/shop/web, false",
        "registry.example/shop/*, registry.example:5000/shop/web, false",
        "registry.example:5000/shop/*, registry.example:5000/shop/web, true",
        "registry.example:5000/shop/*, registry.example/shop/web, false",
        "registry.example/shop/**, registry.example/shop/a/b/c, true",
        "registry.example/shop/**, registry.example/shop, false",
        "registry.example/**, registry.example/web, true",
        "registry.example/*/web, registry.example/shop/web, true",
        "registry.example/shop/web-*, registry.example/shop/web-api, true",
        "registry.example/shop/web-*, registry.example/shop/web, false",
        "registry.example/shop/web, registry.example/shop/web, true",
        "registry.example/shop/web, registry.example/shop/web2, false",
        "registry.example/shop/w.b, registry.example/shop/web, false",
        "localhost/a, localhost/a, true",
        "docker.io/shop/*, docker.io/shop/web, true",
        "docker.io/shop/*, index.docker.io/shop/web, true",
        "index.docker.io/shop/*, docker.io/shop/web, true",
        "docker.io/web, docker.io/library/web, true",
        "docker.io/library/*, docker.io/web, true",
        "docker.io/*, docker.io/web, false"
    })
    void aNameIsAllowedIfItMatchesInItsFullForm(String pattern, String name, boolean allowed) {
        assertThat(AllowedImages.of(List.of(pattern)).allows(new ImageName(name)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "'', a pattern begins with a registry",
        "' ', a pattern begins with a registry",
        "*, a pattern begins with a registry",
        "**, a pattern begins with a registry",
        "shop/*, a pattern begins with a registry",
        "web, a pattern begins with a registry",
        "*.example/shop/*, a pattern begins with a registry",
        "/registry.example/a, a pattern begins with a registry",
        "registry.example/, without empty",
        "registry.example/shop/../*, without empty",
        "registry.example//a, without empty",
        "registry.example/a**, must be a whole segment",
        "Registry.example/shop/*, in lower case",
        "registry.example/Shop/*, in lower case",
        "registry.example/shop/web:1, without tag and digest",
        "registry.example/shop/web@sha256:00, without tag and digest"
    })
    void anAmbiguousPatternIsRefused(String pattern, String reason) {
        assertThatThrownBy(() -> AllowedImages.of(List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void atLeastOnePatternIsRequired() {
        assertThatThrownBy(() -> AllowedImages.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pattern such as registry.example/shop/* is required");
    }

    @Test
    void oneOfSeveralPatternsIsEnough() {
        AllowedImages allowed = AllowedImages.of(List.of("a.example/x", "b.example/y"));

        assertThat(allowed.allows(new ImageName("b.example/y"))).isTrue();
        assertThat(allowed.allows(new ImageName("b.example/x"))).isFalse();
    }

    @Test
    void onlyOneExactNameIsASingleName() {
        assertThat(AllowedImages.of(List.of("a.example/x")).single()).contains(new ImageName("a.example/x"));
        assertThat(AllowedImages.of(List.of("a.example/*")).single()).isEmpty();
        assertThat(AllowedImages.of(List.of("a.example/x", "a.example/y")).single())
                .isEmpty();
        assertThat(AllowedImages.any().single()).isEmpty();
    }
}
