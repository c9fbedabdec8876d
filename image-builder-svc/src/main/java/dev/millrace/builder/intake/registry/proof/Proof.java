package dev.millrace.builder.intake.registry.proof;

/** A way in which a kind of sender proves its identity. */
public interface Proof {

    /** The verdict on a request whose body is not read yet. */
    Verdict beforeBody(Evidence evidence);

    /** The verdict after {@link Verdict#NEEDS_BODY}. */
    default Verdict withBody(Evidence evidence, byte[] body) {
        return beforeBody(evidence);
    }
}
