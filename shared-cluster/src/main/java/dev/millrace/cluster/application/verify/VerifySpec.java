package dev.millrace.cluster.application.verify;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.application.reference.LocalReference;
import io.fabric8.generator.annotation.Required;

/** The requirement that a trusted key signed what is applied. */
public record VerifySpec(
        @Required @JsonPropertyDescription("The signed object: the applied commit, or the annotated tag that names it.")
        VerifiedObject what,

        @Required
        @JsonPropertyDescription(
                "Secret in the Application's namespace with the trusted public keys: OpenPGP ones in entries *.asc, SSH ones in the entry allowed_signers.")
        LocalReference keys) {}
