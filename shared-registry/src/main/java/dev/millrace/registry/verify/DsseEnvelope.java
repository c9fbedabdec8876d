package dev.millrace.registry.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** An in-toto statement with its signatures (DSSE v1). */
public record DsseEnvelope(String payloadType, byte[] payload, List<byte[]> signatures) {
    public static final String MEDIA_TYPE = "application/vnd.dsse.envelope.v1+json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IN_TOTO = "application/vnd.in-toto+json";

    public DsseEnvelope {
        signatures = List.copyOf(signatures);
    }

    /** An envelope without signatures. */
    public static DsseEnvelope of(Statement statement) {
        return new DsseEnvelope(IN_TOTO, statement.json().toString().getBytes(StandardCharsets.UTF_8), List.of());
    }

    /** This envelope with one signature over {@link #preAuthenticated()}. */
    public DsseEnvelope signed(byte[] signature) {
        return new DsseEnvelope(payloadType, payload, List.of(signature));
    }

    /** The envelope as JSON. */
    public byte[] json() {
        ObjectNode envelope = JSON.createObjectNode().put("payloadType", payloadType);
        envelope.put("payload", Base64.getEncoder().encodeToString(payload));
        ArrayNode all = envelope.putArray("signatures");
        signatures.forEach(one -> all.addObject().put("sig", Base64.getEncoder().encodeToString(one)));
        return envelope.toString().getBytes(StandardCharsets.UTF_8);
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
    public byte[] preAuthenticated() {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(type);
        bytes.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }
}
