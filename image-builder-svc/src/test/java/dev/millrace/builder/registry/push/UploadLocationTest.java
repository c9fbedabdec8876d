package dev.millrace.builder.registry.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.Digest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadLocationTest {
    private static final Digest DIGEST = new Digest("sha256:" + "ab".repeat(32));
    private static final String QUERY = "digest=sha256%3A" + "ab".repeat(32);
    private static final URI REQUEST = URI.create("https://reg.example/v2/shop/web/blobs/uploads/");

    static final List<Arguments> OWN = List.of(
            Arguments.of("/v2/shop/web/blobs/uploads/7", "https://reg.example/v2/shop/web/blobs/uploads/7?" + QUERY),
            Arguments.of("7?_state=x%3D", "https://reg.example/v2/shop/web/blobs/uploads/7?_state=x%3D&" + QUERY),
            Arguments.of("https://reg.example/u/7", "https://reg.example/u/7?" + QUERY),
            Arguments.of("HTTPS://REG.example:443/u/7", "HTTPS://REG.example:443/u/7?" + QUERY),
            Arguments.of("?a=b", "https://reg.example/v2/shop/web/blobs/uploads/?a=b&" + QUERY));

    @ParameterizedTest
    @FieldSource("OWN")
    void anAddressOfTheRegistryIsCompletedWithTheDigest(String location, String expected) {
        assertThat(UploadLocation.of(REQUEST, Optional.of(location), DIGEST)).contains(URI.create(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/u/7",
                "//evil.example/u/7",
                "http://reg.example/u/7",
                "https://reg.example:8443/u/7",
                "https://reg.example@evil.example/u/7",
                "https://user:password@reg.example/u/7",
                "https://reg.example/u/7#part",
                "https:///u/7",
                "mailto:ci@reg.example",
                "file:///etc/passwd",
                "not an address",
                "https://reg.example/{id}"
            })
    void anAddressElsewhereIsNone(String location) {
        assertThat(UploadLocation.of(REQUEST, Optional.of(location), DIGEST)).isEmpty();
    }

    @Test
    void aMissingAddressIsNone() {
        assertThat(UploadLocation.of(REQUEST, Optional.empty(), DIGEST)).isEmpty();
    }
}
