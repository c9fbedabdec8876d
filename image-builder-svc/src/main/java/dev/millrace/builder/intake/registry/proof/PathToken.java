package dev.millrace.builder.intake.registry.proof;

/**
 * A token in the path, for senders that can't sign.
 *
 * @param name the sender, so that the token of one is useless for another
 * @param secrets the token is derived from
 */
public record PathToken(String name, Secrets secrets) implements Proof {

    @Override
    public Verdict beforeBody(Evidence evidence) {
        if (evidence.pathToken().isEmpty()) {
            return Verdict.MISSING;
        }
        return secrets.gave(evidence.pathToken().get(), name) ? Verdict.GENUINE : Verdict.WRONG;
    }
}
