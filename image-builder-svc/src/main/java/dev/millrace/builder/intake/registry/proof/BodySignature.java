package dev.millrace.builder.intake.registry.proof;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An HMAC-SHA256 over the raw bytes of the body, in hex.
 *
 * @param headers that may have it, with or without the prefix {@code sha256=}
 * @param secrets any of which may have signed it
 */
public record BodySignature(List<String> headers, Secrets secrets) implements Proof {
    private static final String PREFIX = "sha256=";

    @Override
    public Verdict beforeBody(Evidence evidence) {
        return sent(evidence).isEmpty() ? Verdict.MISSING : Verdict.NEEDS_BODY;
    }

    @Override
    public Verdict withBody(Evidence evidence, byte[] body) {
        List<String> sent = sent(evidence);
        return sent.stream().flatMap(text -> hex(text).stream()).anyMatch(mac -> secrets.signed(body, mac))
                ? Verdict.GENUINE
                : Verdict.WRONG;
    }

    private List<String> sent(Evidence evidence) {
        return headers.stream().flatMap(name -> evidence.header(name).stream()).toList();
    }

    private static Optional<byte[]> hex(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        try {
            return Optional.of(
                    HexFormat.of().parseHex(lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : lower));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
