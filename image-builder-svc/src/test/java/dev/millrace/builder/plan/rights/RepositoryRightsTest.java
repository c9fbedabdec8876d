package dev.millrace.builder.plan.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.configuration.ConfigurationFiles;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.configuration.spec.NetworkLimit;
import dev.millrace.events.value.ImageName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryRightsTest {
    private static final RepositoryRights RIGHTS = new RepositoryRights(
            "millrace.builder.repositories.web",
            Optional.empty(),
            AllowedImages.of(List.of("r.example/shop/*")),
            Set.of("npm"),
            Set.of("default"),
            new BuildLimits(
                    Optional.of(1L << 30),
                    Optional.of(2000L),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Duration.ofMinutes(30)),
                    Optional.of(NetworkLimit.NONE)));

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "shop/web | a: {} |",
                "shop/web | secrets: [npm] |",
                "shop/web | ssh: [default] |",
                "shop/web | limits: {memory: 1Gi, cpus: 2, processes: 1000, time: 30m, network: none} |",
                "ops/web | a: {} | this repository may not push it; allowed are r.example/shop/*; add the name to millrace.builder.repositories.web.images at the service, or change it",
                "shop/web | secrets: [npm, pip] | the secret 'pip' is not configured for this repository; set millrace.builder.repositories.web.secrets.pip at the service",
                "shop/web | ssh: [deploy] | the SSH key 'deploy' is not configured for this repository; set millrace.builder.repositories.web.ssh.deploy at the service",
                "shop/web | limits: {memory: 2Gi} | limits.memory is above the maximum of this service; reduce it or raise millrace.builder.limits.memory",
                "shop/web | limits: {cpus: 2.001} | limits.cpus is above the maximum of this service; reduce it or raise millrace.builder.limits.cpus",
                "shop/web | limits: {time: 31m} | limits.time is above the maximum of this service; reduce it or raise millrace.builder.limits.time",
                "shop/web | limits: {network: outward} | limits.network is above the maximum of this service; reduce it or raise millrace.builder.limits.network"
            })
    void aProblemNamesTheSetting(String name, String part, @Nullable String problem) {
        String rest = part.equals("a: {}") ? "" : ", " + part;
        ImageSpec image = ConfigurationFiles.valid("images: [{name: r.example/" + name + rest + "}]\n")
                .images()
                .getFirst();

        assertThat(RIGHTS.problem(image)).isEqualTo(Optional.ofNullable(problem));
    }

    @Test
    void theDefaultImageIsTheConfiguredOneOrTheOnlyOneAllowed() {
        assertThat(RIGHTS.defaultImage()).isEmpty();
        assertThat(RIGHTS.missingDefault()).contains("set millrace.builder.repositories.web.image at the service");
        assertThat(rights(Optional.of(new ImageName("r.example/a")), "r.example/*")
                        .defaultImage())
                .contains(new ImageName("r.example/a"));
        assertThat(rights(Optional.empty(), "r.example/b").defaultImage()).contains(new ImageName("r.example/b"));
    }

    private static RepositoryRights rights(Optional<ImageName> image, String pattern) {
        return new RepositoryRights(
                "key", image, AllowedImages.of(List.of(pattern)), Set.of(), Set.of(), BuildLimits.NONE);
    }
}
