package dev.millrace.updater.command;

import dev.millrace.events.PolicyState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The holds, releases and approvals of a policy. */
@Schema(description = "The holds, releases and approvals of a policy")
public record PolicyStateView(
        String repository, String policy, Optional<Entry> hold, List<Entry> releases, List<Entry> approvals) {

    /** @param what the digest of a release, the promotion's id of an approval, or the reason of a hold */
    @Schema(description = "A decision of a user")
    public record Entry(String what, String by, Instant at) {}

    static PolicyStateView of(PolicyState state) {
        return new PolicyStateView(
                state.repository().value(),
                state.policy(),
                state.hold().map(hold -> new Entry(hold.reason(), hold.by(), hold.at())),
                state.releases().stream()
                        .map(release -> new Entry(release.digest().value(), release.by(), release.at()))
                        .toList(),
                state.approvals().stream()
                        .map(approval -> new Entry(approval.promotion().value(), approval.by(), approval.at()))
                        .toList());
    }
}
