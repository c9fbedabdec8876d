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
    public Kept keep(Proposal wanted) {
        List<ReviewRequest> open = host.open(wanted.base());
        Optional<ReviewRequest> standing =
                open.stream().filter(one -> one.head().equals(wanted.head())).findFirst();
        if (standing.isEmpty()) {
            Optional<ReviewRequest> declined =
                    host.newest(wanted.head(), wanted.base()).filter(last -> OwnNote.declines(last, wanted));
            if (declined.isPresent()) {
                return new Kept.Declined(declined.get());
            }
        }
        ReviewRequest request = standing.map(one -> updated(one, wanted)).orElseGet(() -> opened(wanted));
        open.stream()
                .filter(one -> one.number() != request.number() && OwnNote.isOf(one, wanted.group()))
                .forEach(one -> closed(one, "superseded by " + request.page()));
        return wanted.merged() ? merged(request, wanted.commit()) : new Kept.Open(request, Optional.empty());
    }

    /**
     * Closes the group's open requests: there is nothing left to propose.
     *
     * @param why for people, such as {@code main has a newer version}
     */
    public Kept.None drop(String group, GitRef base, String why) {
        host.open(base).stream().filter(one -> OwnNote.isOf(one, group)).forEach(one -> closed(one, why));
        return new Kept.None();
    }

    private ReviewRequest opened(Proposal wanted) {
        return host.open(new Proposal(
                wanted.group(),
                wanted.head(),
                wanted.commit(),
                wanted.base(),
                wanted.title(),
                OwnNote.under(wanted.text(), wanted, ""),
                wanted.labels(),
                wanted.changes(),
                wanted.merged()));
    }

    /** Written anew only when the changes are others: what people made of title, text and labels stays until then. */
    private ReviewRequest updated(ReviewRequest standing, Proposal wanted) {
        return OwnNote.proposes(standing, wanted)
                ? standing
                : host.change(
                        standing.number(),
                        wanted.title(),
                        OwnNote.under(wanted.text(), wanted, OwnNote.below(standing.text())),
                        wanted.labels());
    }

    private void closed(ReviewRequest request, String why) {
        host.change(request.number(), request.title(), OwnNote.closing(request.text(), why), List.of());
        host.close(request.number());
    }

    private Kept merged(ReviewRequest request, CommitId commit) {
        return switch (host.merge(request.number(), commit)) {
            case Merging.Merged merged -> new Kept.Merged(host.look(request.number()));
            case Merging.Waits waits -> new Kept.Open(request, Optional.of("the host merges it when its checks allow"));
            case Merging.NotYet notYet -> new Kept.Open(request, Optional.of(notYet.reason()));
        };
    }
}
