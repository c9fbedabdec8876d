package dev.millrace.builder.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionNotificationTest {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    @Test
    void aRepeatedPushOfATagIsReadOnce() {
        String push = event("push", MANIFEST, "shop/web", "\"tag\": \"1.0\",");

        DistributionNotification read = read("{\"events\": [" + push + "," + push + "]}");

        assertThat(read)
                .isInstanceOfSatisfying(DistributionNotification.Pushes.class, pushes -> assertThat(pushes.pushes())
                        .containsExactly(new DistributionNotification.Pushed(
                                new ImageName("registry.example:5000/shop/web"), new Tag("1.0"))));
    }

    @Test
    void pullsLayersAndManifestsWithoutATagAreLeftOut() {
        DistributionNotification read = read("{\"events\": ["
                + event("pull", MANIFEST, "shop/web", "\"tag\": \"1.0\",")
                + ","
                + event("push", "application/octet-stream", "shop/web", "")
                + ","
                + event("push", MANIFEST, "shop/web", "")
                + "]}");

        assertThat(read)
                .isInstanceOfSatisfying(DistributionNotification.Pushes.class, pushes -> assertThat(pushes.pushes())
                        .isEmpty());
    }

    @Test
    void anEventWithoutAValidImageNameIsLeftOut() {
        DistributionNotification read = read("{\"events\": ["
                + event("push", MANIFEST, "../../etc", "\"tag\": \"1.0\",")
                + ","
                + event("push", MANIFEST, "shop/web", "\"tag\": \"no tag\",")
                + "]}");

        assertThat(read)
                .isInstanceOfSatisfying(DistributionNotification.Pushes.class, pushes -> assertThat(pushes.pushes())
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"events\": {}}"})
    void aBodyThatIsNotAnEnvelopeIsMalformed(String body) {
        assertThat(read(body)).isInstanceOf(DistributionNotification.Malformed.class);
    }

    private static DistributionNotification read(String body) {
        return DistributionNotification.read(new ObjectMapper(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String action, String mediaType, String repository, String tag) {
        return """
                {"action": "%s", "target": {"mediaType": "%s", %s "repository": "%s"},
                 "request": {"host": "registry.example:5000"}}""".formatted(action, mediaType, tag, repository);
    }
}
