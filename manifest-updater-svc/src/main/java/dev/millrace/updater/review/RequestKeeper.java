package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.host.HostRefused;
import dev.millrace.git.host.HostUnavailable;
import java.util.List;
import java.util.Optional;

/**
 * Maintains one open request per group of one repository: opens it when there is something to propose, updates it when that changes, and closes
 * it when nothing is left or another request replaces it. It stores nothing: all it needs is in the text of the requests. Repeating it changes
 * nothing.
 */
public final class RequestKeeper {
    private final ReviewHost host;

    public RequestKeeper(ReviewHost host) {
        this.host = host;
    }

    /**
     * Makes the group's one open request match the proposal. To be called after each push of the head branch, and again at each poll of the
     * repository while the request is not merged yet.
     *
     * @throws HostUnavailable while the host is unreachable
     * @throws HostRefused if the host refuses
     */
    public RequestResult keep(Proposal proposal) {
        List<ReviewRequest> open = host.open(proposal.base());
        Optional<ReviewRequest> current =
                open.stream().filter(one -> one.head().equals(proposal.head())).findFirst();
        if (current.isEmpty()) {
            Optional<ReviewRequest> declined =
                    host.newest(proposal.head(), proposal.base()).filter(last -> RequestNote.declines(last, proposal));
            if (declined.isPresent()) {
                return new RequestResult.Declined(declined.get());
            }
        }
        ReviewRequest request = current.map(one -> updated(one, proposal)).orElseGet(() -> opened(proposal));
        open.stream()
                .filter(one -> one.number() != request.number() && RequestNote.isOf(one, proposal.group()))
                .forEach(one -> closed(one, "superseded by " + request.page()));
        return proposal.merged()
                ? merged(request, proposal.commit())
                : new RequestResult.Open(request, Optional.empty());
    }

    /**
     * Closes the group's open requests, because nothing is left to propose.
     *
     * @param why the reason, for people, such as {@code main has a newer version}
     */
    public RequestResult.None drop(String group, GitRef base, String why) {
        host.open(base).stream().filter(one -> RequestNote.isOf(one, group)).forEach(one -> closed(one, why));
        return new RequestResult.None();
    }

    private ReviewRequest opened(Proposal proposal) {
        return host.open(new Proposal(
                proposal.group(),
                proposal.head(),
                proposal.commit(),
                proposal.base(),
                proposal.title(),
                RequestNote.under(proposal.text(), proposal, ""),
                proposal.labels(),
                proposal.changes(),
                proposal.merged()));
    }

    /** Updates a request only if its changes differ: a user's edits of title, text and labels stay until then. */
    private ReviewRequest updated(ReviewRequest current, Proposal proposal) {
        return RequestNote.proposes(current, proposal)
                ? current
                : host.change(
                        current.number(),
                        proposal.title(),
                        RequestNote.under(proposal.text(), proposal, RequestNote.below(current.text())),
                        proposal.labels());
    }

    private void closed(ReviewRequest request, String why) {
        host.change(request.number(), request.title(), RequestNote.closing(request.text(), why), List.of());
        host.close(request.number());
    }

    private RequestResult merged(ReviewRequest request, CommitId commit) {
        return switch (host.merge(request.number(), commit)) {
            case MergeResult.Merged merged -> new RequestResult.Merged(host.read(request.number()));
            case MergeResult.Scheduled scheduled ->
                new RequestResult.Open(request, Optional.of("the host merges it when its checks pass"));
            case MergeResult.Deferred deferred -> new RequestResult.Open(request, Optional.of(deferred.reason()));
        };
    }
}
