package dev.millrace.updater.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryReader;
import dev.millrace.updater.decide.BuildInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The build info of images in the files. */
class BuildInfoLookupTest {
    private static final String NOON = "2026-03-14T12:00:00Z";
    private static final Tag TAG = new Tag("1");

    private final StandInRegistry registry = new StandInRegistry();
    private final RegistryReader client = registry.client();
    private final BuildInfoLookup buildInfos = new BuildInfoLookup(client, new RegistryImages(client));

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void anExternalImageHasItsOwnBuildTime() {
        Digest digest = registry.push("web", "1", Map.of(), NOON);

        assertThat(buildInfos.of(registry.image("web"), TAG, Optional.empty()))
                .contains(new BuildInfo.External(Instant.parse(NOON)));
        assertThat(buildInfos.of(registry.image("web"), TAG, Optional.of(digest)))
                .contains(new BuildInfo.External(Instant.parse(NOON)));
    }

    @Test
    void anIndexHasTheBuildTimeOfItsFirstImage() {
        Digest one = registry.push("web", "amd64", Map.of(), NOON);
        registry.put("web", "1", StandInRegistry.utf8("{\"manifests\":[{\"digest\":\"" + one + "\"}]}"));

        Optional<BuildInfo> built = buildInfos.of(registry.image("web"), TAG, Optional.empty());

        assertThat(built).contains(new BuildInfo.External(Instant.parse(NOON)));
    }

    @Test
    void theAnswerIsCached() {
        registry.push("web", "1", Map.of(), NOON);
        buildInfos.of(registry.image("web"), TAG, Optional.empty());
        int before = registry.asked().size();

        Optional<BuildInfo> again = buildInfos.of(registry.image("web"), TAG, Optional.empty());

        assertThat(again).isPresent();
        assertThat(registry.asked()).hasSize(before);
    }

    @Test
    void anUpdateDoesNotWaitForAnUnavailableOrUnknownRegistry() {
        registry.fail();

        assertThat(buildInfos.of(registry.image("web"), TAG, Optional.empty())).isEmpty();
        assertThat(buildInfos.of(new ImageName("reg.example/shop/web"), TAG, Optional.empty()))
                .isEmpty();
    }
}
