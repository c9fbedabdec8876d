package dev.millrace.builder.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.verify.SimpleSigning;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureListTest {
    private static final ImageName IMAGE = new ImageName("reg.example/shop/web");
    private static final byte[] PAYLOAD = SimpleSigning.payload(IMAGE, new Digest("sha256:" + "ab".repeat(32)));

    /** Byte by byte what cosign writes for one signature. */
    private static final String MANIFEST = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":\
            "application/vnd.oci.image.config.v1+json","size":233,"digest":"%s"},"layers":[{"mediaType":\
            "application/vnd.dev.cosign.simplesigning.v1+json","size":%d,"digest":"%s","annotations":\
            {"dev.cosignproject.cosign/signature":"c2ln"}}]}""";

    private static final String CONFIG = """
            {"architecture":"","created":"0001-01-01T00:00:00Z","history":[{"created":"0001-01-01T00:00:00Z"}],\
            "os":"","rootfs":{"type":"layers","diff_ids":["%s"]},"config":{}}""";

    @Test
    void theFirstSignatureIsWrittenAsCosignWritesIt() {
        SignatureList list =
                SignatureList.with(Optional.empty(), PAYLOAD, "c2ln").orElseThrow();

        Digest payload = Digest.of(PAYLOAD);
        assertThat(list.config()).asString(StandardCharsets.UTF_8).isEqualTo(CONFIG.formatted(payload));
        assertThat(list.manifest())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(MANIFEST.formatted(Digest.of(list.config()), PAYLOAD.length, payload));
    }

    @Test
    void signedStatementsAreListedAsCosignListsThem() throws Exception {
        byte[] envelope = "{}".getBytes(StandardCharsets.UTF_8);
        List<SignedStatement> statements = List.of(new SignedStatement("https://slsa.dev/provenance/v1", envelope));

        JsonNode list = json(SignatureList.withStatements(Optional.empty(), statements));

        assertThat(list.path("layers"))
                .containsExactly(new ObjectMapper().readTree("""
                        {"mediaType": "application/vnd.dsse.envelope.v1+json", "size": 2, "digest": "%s", "annotations":
                         {"dev.cosignproject.cosign/signature": "", "predicateType": "https://slsa.dev/provenance/v1"}}""".formatted(Digest.of(envelope))));
        assertThat(SignatureList.withStatements(Optional.of(list), statements)).isEmpty();
    }

    @Test
    void aPayloadNamesTheImageByItsDigest() {
        assertThat(new String(PAYLOAD, StandardCharsets.UTF_8))
                .isEqualTo("{\"critical\":{\"identity\":{\"docker-reference\":\"reg.example/shop/web\"},\"image\":"
                        + "{\"docker-manifest-digest\":\"sha256:" + "ab".repeat(32)
                        + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}");
    }

    @Test
    void furtherSignaturesFollowAndKnownOnesChangeNothing() throws Exception {
        JsonNode one = json(SignatureList.with(Optional.empty(), PAYLOAD, "b25l"));

        JsonNode two = json(SignatureList.with(Optional.of(one), PAYLOAD, "dHdv"));

        assertThat(two.path("layers"))
                .hasSize(2)
                .first()
                .isEqualTo(one.path("layers").path(0));
        assertThat(SignatureList.with(Optional.of(two), PAYLOAD, "b25l")).isEmpty();
        assertThat(SignatureList.with(Optional.of(two), PAYLOAD, "dHdv")).isEmpty();
    }

    @Test
    void fieldsOfOtherClientsAreKept() throws Exception {
        JsonNode present = new ObjectMapper()
                .readTree(
                        "{\"schemaVersion\": 2, \"annotations\": {\"a\": \"b\"}, \"layers\": [{\"digest\": \"x\", \"urls\": []}]}");

        JsonNode next = json(SignatureList.with(Optional.of(present), PAYLOAD, "c2ln"));

        assertThat(next.path("annotations")).isEqualTo(present.path("annotations"));
        assertThat(next.path("layers").path(0)).isEqualTo(present.path("layers").path(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"layers\": {}}", "{\"manifests\": []}"})
    void anotherManifestUnderTheTagIsNotReplaced(String manifest) throws Exception {
        Optional<JsonNode> present = Optional.of(new ObjectMapper().readTree(manifest));

        assertThatThrownBy(() -> SignatureList.with(present, PAYLOAD, "c2ln"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is no list of signatures");
    }

    @Test
    void aSignatureThatNoVerifierWouldReadIsNotAdded() throws Exception {
        Optional<JsonNode> full = Optional.of(new ObjectMapper()
                .readTree("{\"layers\": [" + "{},".repeat(SimpleSigning.MAX_SIGNATURES - 1) + "{}]}"));

        assertThatThrownBy(() -> SignatureList.with(full, PAYLOAD, "c2ln"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("has 100 signatures already");
    }

    private static JsonNode json(Optional<SignatureList> list) throws JsonProcessingException {
        return new ObjectMapper().readTree(new String(list.orElseThrow().manifest(), StandardCharsets.UTF_8));
    }
}
