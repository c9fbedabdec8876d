package dev.millrace.updater.command;

import dev.millrace.events.PolicyState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All that people said about a policy. */
@Schema(description = "All that people said about a policy")
public record SaidOfPolicy(
        String repository, String policy, Optional<Word> hold, List<Word> releases, List<Word> approvals) {

    /** @param what the image's digest or the promotion's id; the reason of a hold */
    @Schema(description = "Something that a person said")
    public record Word(String what, String by, Instant at) {}

    static SaidOfPolicy of(PolicyState state) {
        return new SaidOfPolicy(
                state.repository().value(),
                state.policy(),
                state.hold().map(hold -> new Word(hold.reason(), hold.by(), hold.at())),
                state.releases().stream()
                        .map(release -> new Word(release.digest().value(), release.by(), release.at()))
                        .toList(),
                state.approvals().stream()
                        .map(approval -> new Word(approval.promotion().value(), approval.by(), approval.at()))
                        .toList());
    }
}
