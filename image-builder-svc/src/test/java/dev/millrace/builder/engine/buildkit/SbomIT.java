package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import dev.millrace.builder.engine.buildkit.daemon.DaemonRegistry;
import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.builder.registry.push.Attestation;
import dev.millrace.builder.registry.push.ImagePush;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.registry.ImageRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An SBOM by a generator that is written here: the protocol is BuildKit's (docs/attestations/sbom-protocol.md). */
@WithParts(PartKind.REGISTRY)
class SbomIT {
    private static final String GENERATOR = """
            FROM %s
            COPY --chmod=755 <<"SCRIPT" /scan
            #!/bin/sh
            printf '{"_type": "https://in-toto.io/Statement/v0.1", "predicateType": "https://spdx.dev/Document", "predicate": %%s}' \\
              "{\\"spdxVersion\\": \\"SPDX-2.3\\", \\"name\\": \\"$(cat "$BUILDKIT_SCAN_SOURCE/app")\\"}" \\
              > "$BUILDKIT_SCAN_DESTINATION/$(basename "$BUILDKIT_SCAN_SOURCE").spdx.json"
            SCRIPT
            ENTRYPOINT ["/scan"]
            """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void theConfiguredGeneratorListsTheSoftwareAndTheDigestStaysTheSame(ImageRegistry registry) throws Exception {
        ImageName generator = new ImageName(registry.host() + "/sbom/generator");
        BuildkitSettings settings = TestBuildkit.settings(
                TestBuildkit.home("SbomIT"),
                Network.OUTWARD,
                TestBuildkit.LIMITS,
                new DaemonRegistry(registry.host(), true, List.of()));
        try (Buildkit engine = TestBuildkit.start(TestBuildkit.withSbomGenerator(settings, generator + ":1"))) {
            OciLayout base = TestBuild.base(engine, folder.resolve("base"));
            push(TestBuild.on(engine, base).image(GENERATOR.formatted(TestBuild.BASE)), generator);
            TestBuild build = TestBuild.on(engine, base);
            String dockerfile = "FROM " + TestBuild.BASE + "\nRUN echo shop-1.2 > /app\n";
            OciLayout plain = build.image(dockerfile);

            OciLayout image = build.attest(Recipe.Attestation.SBOM, Recipe.Attestation.PROVENANCE)
                    .image(dockerfile);

            assertThat(image.digest()).isEqualTo(plain.digest());
            assertThat(Attestation.in(image.folder(), image.digest()))
                    .filteredOn(claim -> claim.type().equals("https://spdx.dev/Document"))
                    .singleElement()
                    .satisfies(claim -> {
                        assertThat(claim.image()).isEqualTo(image.digest());
                        assertThat(claim.predicate().path("name").asText()).isEqualTo("shop-1.2");
                    });
        }
    }

    private static void push(OciLayout image, ImageName name) {
        ImagePush.Job job = new ImagePush.Job(
                image.folder(), image.digest(), name, List.of(new Tag("1")), Optional.empty(), Duration.ofMinutes(2));
        RegistryHosts hosts =
                new RegistryHosts(List.of(new RegistryHost(name.registry(), true, Optional.empty(), Optional.empty())));
        new ImagePush(hosts.registries(), new RegistryCalls())
                .push(job, (pushed, uploaded, deadline) -> {}, line -> {});
    }

    @Test
    void aGeneratorWithoutTheNetworkOfBuildsIsRefused() {
        BuildkitSettings without =
                TestBuildkit.settings(TestBuildkit.home("SbomIT-none"), Network.NONE, TestBuildkit.LIMITS);

        assertThatThrownBy(() -> TestBuildkit.withSbomGenerator(without, "registry.example/generator:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("millrace.builder.buildkit.sbom-generator: ");
    }
}
