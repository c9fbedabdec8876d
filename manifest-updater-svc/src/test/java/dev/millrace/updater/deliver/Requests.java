package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.host.HostUnavailable;
import dev.millrace.updater.review.MergeResult;
import dev.millrace.updater.review.Proposal;
import dev.millrace.updater.review.RequestKeeper;
import dev.millrace.updater.review.ReviewHost;
import dev.millrace.updater.review.ReviewRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host's requests in memory. */
final class Requests implements ReviewHost {
    private final List<ReviewRequest> all = new ArrayList<>();
    private boolean unavailable;

    void setUnavailable(boolean now) {
        unavailable = now;
    }

    RequestKeeper keeper() {
        return new RequestKeeper(this);
    }

    List<ReviewRequest> all() {
        return List.copyOf(all);
    }

    List<ReviewRequest> open() {
        return all.stream().filter(ReviewRequest::isOpen).toList();
    }

    @Override
    public List<ReviewRequest> open(GitRef base) {
        if (unavailable) {
            throw new HostUnavailable("listing requests: no answer");
        }
        return open().stream().filter(one -> one.base().equals(base)).toList();
    }

    @Override
    public Optional<ReviewRequest> newest(GitRef head, GitRef base) {
        return all.stream()
                .filter(one -> one.head().equals(head) && one.base().equals(base))
                .reduce((older, newer) -> newer);
    }

    @Override
    public ReviewRequest read(long number) {
        return all.get((int) number);
    }

    @Override
    public ReviewRequest open(Proposal proposal) {
        ReviewRequest request = new ReviewRequest(
                all.size(),
                URI.create("https://git.example/requests/" + all.size()),
                proposal.head(),
                proposal.base(),
                proposal.title(),
                proposal.text(),
                proposal.labels(),
                new ReviewRequest.State.Open());
        all.add(request);
        return request;
    }

    @Override
    public ReviewRequest change(long number, String title, String text, List<String> labels) {
        return put(number, title, text, labels, read(number).state());
    }

    @Override
    public void close(long number) {
        ReviewRequest old = read(number);
        put(number, old.title(), old.text(), old.labels(), new ReviewRequest.State.Closed());
    }

    private ReviewRequest put(long number, String title, String text, List<String> labels, ReviewRequest.State state) {
        ReviewRequest old = read(number);
        ReviewRequest changed =
                new ReviewRequest(number, old.page(), old.head(), old.base(), title, text, labels, state);
        all.set((int) number, changed);
        return changed;
    }

    @Override
    public MergeResult merge(long number, CommitId head) {
        throw new UnsupportedOperationException("merging is not supported here");
    }
}
