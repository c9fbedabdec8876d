package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.application.reference.LocalReference;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;

/** Whose signatures a commit or tag must have. */
public record VerifySpec(
        @Default("commit")
        @JsonPropertyDescription("What must be signed: the commit, or the annotated tag that is followed.")
        Signed what,

        @Required
        @JsonPropertyDescription(
                "Secret in the Application's namespace: GPG public keys in entries named *.asc, SSH ones in allowed_signers.")
        LocalReference keys) {

    /** What carries the signature. */
    public enum Signed {
        @JsonProperty("commit")
        COMMIT,
        @JsonProperty("tag")
        TAG
    }

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public VerifySpec {
        what = what == null ? Signed.COMMIT : what;
    }
}
