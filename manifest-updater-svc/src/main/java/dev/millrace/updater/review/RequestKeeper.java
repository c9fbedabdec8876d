package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.List;
import java.util.Optional;

/**
 * Keeps one open request per group of one repository: opened when there is something to propose, updated when that changes, closed when
 * there is nothing left or another takes its place. It remembers nothing: what it must know stands in the requests' own text. Doing it
 * again changes nothing.
 */
public final class RequestKeeper {
    private final ReviewHost host;

    public RequestKeeper(ReviewHost host) {
        this.host = host;
    }

    /**
     * Sees to it that the group's one open request is the one proposed. Call it after each push of the head branch, and again at each look
     * at the repository while it is to be merged by itself and isn't.
     *
     * @throws ReviewUnavailable while the host is away
     * @throws ReviewRefused if it will not
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
     * Closes the group's open requests: there is nothing left to propose.
     *
     * @param why for people, such as {@code main has a newer version}
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

    /** Written anew only when the changes are others: what people made of title, text and labels stays until then. */
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
                new RequestResult.Open(request, Optional.of("the host merges it when its checks allow"));
            case MergeResult.Deferred deferred -> new RequestResult.Open(request, Optional.of(deferred.reason()));
        };
    }
}
