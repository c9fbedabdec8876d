package dev.millrace.builder.intake.registry.proof;

import java.util.List;

/**
 * One of several proofs that need no body.
 *
 * @param proofs of which one is enough
 */
public record AnyProof(List<Proof> proofs) implements Proof {

    public AnyProof {
        proofs = List.copyOf(proofs);
    }

    @Override
    public Verdict beforeBody(Evidence evidence) {
        List<Verdict> verdicts =
                proofs.stream().map(proof -> proof.beforeBody(evidence)).toList();
        if (verdicts.contains(Verdict.GENUINE)) {
            return Verdict.GENUINE;
        }
        return verdicts.contains(Verdict.WRONG) ? Verdict.WRONG : Verdict.MISSING;
    }
}
