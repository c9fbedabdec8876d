package dev.millrace.updater.registry.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A signed in-toto statement (DSSE v1). */
record DsseEnvelope(String payloadType, byte[] payload, List<byte[]> signatures) {
    private static final String IN_TOTO = "application/vnd.in-toto+json";

    DsseEnvelope {
        signatures = List.copyOf(signatures);
    }

    /** Reads an envelope, or the envelope in a Sigstore bundle; empty unless it contains an in-toto statement. */
    static Optional<DsseEnvelope> read(JsonNode document) {
        JsonNode envelope = document.has("dsseEnvelope") ? document.path("dsseEnvelope") : document;
        if (!envelope.path("payloadType").asText().equals(IN_TOTO)) {
            return Optional.empty();
        }
        List<byte[]> signatures = new ArrayList<>();
        try {
            for (JsonNode signature : envelope.path("signatures")) {
                signatures.add(Base64.getDecoder().decode(signature.path("sig").asText()));
            }
            byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
            return Optional.of(new DsseEnvelope(IN_TOTO, payload, signatures));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isSignedBy(PublicKeys keys) {
        byte[] message = preAuthenticated();
        return signatures.stream().anyMatch(signature -> keys.signed(message, signature));
    }

    /** The signed bytes: the type and the payload with their lengths (DSSE, PAE). */
    private byte[] preAuthenticated() {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(type);
        bytes.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }
}
