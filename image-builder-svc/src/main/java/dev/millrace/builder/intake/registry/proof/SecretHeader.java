package dev.millrace.builder.intake.registry.proof;

import java.util.Optional;

/**
 * A header with a fixed value.
 *
 * @param name of the header, such as {@code Authorization}
 * @param values the complete value
 */
public record SecretHeader(String name, Secrets values) implements Proof {

    @Override
    public Verdict beforeBody(Evidence evidence) {
        Optional<String> sent = evidence.header(name);
        if (sent.isEmpty()) {
            return Verdict.MISSING;
        }
        return values.contain(sent.get()) ? Verdict.GENUINE : Verdict.WRONG;
    }
}
