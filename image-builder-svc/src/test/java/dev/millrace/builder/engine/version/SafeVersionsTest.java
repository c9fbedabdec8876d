package dev.millrace.builder.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class SafeVersionsTest {
    private static final String DEBIAN_RUNC =
            "runc version 1.1.5+ds1\ncommit: 1.1.5+ds1-1+deb12u1\nspec: 1.0.2-dev\ngo: go1.19.8\n";

    static final List<Arguments> SAFE = List.of(
            arguments(SafeVersions.BUILDKITD, "buildkitd github.com/moby/buildkit v0.34.2 \n"),
            arguments(SafeVersions.BUILDKITD, "buildkitd github.com/moby/buildkit v0.34.10 0123abc\n"),
            arguments(SafeVersions.BUILDKITD, "buildkitd github.com/moby/buildkit v1.0.0\n"),
            arguments(SafeVersions.BUILDCTL, "buildctl github.com/moby/buildkit v0.35.0-rc1 \n"),
            arguments(SafeVersions.BUILDAH, "buildah version 1.43.0 (image-spec 1.1.1, runtime-spec 1.2.1)\n"),
            arguments(SafeVersions.BUILDAH, "buildah version 1.44.0-dev (image-spec 1.1.1)\n"),
            arguments(SafeVersions.RUNC, DEBIAN_RUNC),
            arguments(SafeVersions.RUNC, "runc version 1.2.8\ncommit: v1.2.8-0-geeb7e602\n"),
            arguments(SafeVersions.RUNC, "runc version 1.3.3\n"),
            arguments(SafeVersions.RUNC, "runc version 1.4.0\n"),
            arguments(SafeVersions.RUNC, "runc version 2.0.0\n"));

    static final List<Arguments> REFUSED = List.of(
            arguments(
                    SafeVersions.BUILDKITD,
                    "buildkitd github.com/moby/buildkit v0.34.1 \n",
                    "buildkitd 0.34.1 has known security problems; version 0.34.2 or newer is required"),
            arguments(
                    SafeVersions.BUILDAH,
                    "buildah version 1.28.2 (image-spec 1.1.0-rc.1, runtime-spec 1.0.2-dev)\n",
                    "buildah 1.28.2 has known security problems; version 1.43.0 or newer is required"),
            arguments(
                    SafeVersions.RUNC,
                    "runc version 1.1.5\ncommit: v1.1.5-0-gf19387a6\n",
                    "runc 1.1.5 has known security problems; version 1.3.3 or newer, or 1.2 from 1.2.8 is required"),
            arguments(
                    SafeVersions.RUNC,
                    "runc version 1.3.2\n",
                    "runc 1.3.2 has known security problems; version 1.3.3 or newer, or 1.2 from 1.2.8 is required"),
            arguments(
                    SafeVersions.BUILDCTL,
                    "sh: command not found\n",
                    "buildctl: its version can't be determined; version 0.34.2 or newer is required"),
            arguments(
                    SafeVersions.BUILDCTL,
                    "",
                    "buildctl: its version can't be determined; version 0.34.2 or newer is required"));

    @ParameterizedTest
    @FieldSource("SAFE")
    void aVersionWithoutKnownEscapesIsAccepted(SafeVersions versions, String output) {
        assertThat(versions.refusal(output)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void anOlderVersionIsRefusedWithTheRequiredOne(SafeVersions versions, String output, String reason) {
        assertThat(versions.refusal(output)).contains(reason);
    }
}
