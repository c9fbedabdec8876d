package dev.millrace.updater.deliver;

import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.Commit;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.OurTrailers;
import dev.millrace.updater.review.Proposal;
import dev.millrace.updater.review.RequestKeeper;
import dev.millrace.updater.review.RequestResult;
import dev.millrace.updater.review.ReviewRefused;
import dev.millrace.updater.review.ReviewRequest;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What a group's request says. A host that will not have it is told as trouble and asked again at the next look: the commits are on their
 * branch, and others must not wait for a token.
 */
final class GroupRequests {
    private static final Logger LOG = Logger.getLogger(GroupRequests.class);

    private static final String REFUSED = "refused: ";

    private final Function<RepositoryId, Optional<RequestKeeper>> keepers;

    GroupRequests(Function<RepositoryId, Optional<RequestKeeper>> keepers) {
        this.keepers = keepers;
    }

    /** Has the request open, and saying what its branch has. */
    void keep(
            ConfigRepository repository,
            HeadBranches.Head head,
            HeadBranches.Group group,
            Optional<String> title,
            List<String> problems) {
        Optional<RequestKeeper> keeper = keepers.apply(repository.id());
        if (keeper.isEmpty()) {
            problems.add("group " + group.name()
                    + ": no host for requests is configured: millrace.updater.repositories.\"<name>\".review");
        } else if (!head.own().isEmpty()) {
            call(repository, group, problems, () -> keeper.get().keep(proposal(repository, head, group, title)));
        }
    }

    /** Whether a group's request was there, or declined, when it was last seen to. */
    static boolean isRecorded(ConfigRepository repository, HeadBranches.Group group) {
        return Optional.ofNullable(repository.requests().get(group.name()))
                .filter(state -> !state.startsWith(REFUSED))
                .isPresent();
    }

    /** Closes it: there is nothing left. */
    void drop(ConfigRepository repository, HeadBranches.Group group, List<String> problems) {
        String why = repository.branch().shortName() + " has all of it by now";
        keepers.apply(repository.id())
                .ifPresent(keeper ->
                        call(repository, group, problems, () -> keeper.drop(group.name(), repository.branch(), why)));
    }

    private static Proposal proposal(
            ConfigRepository repository, HeadBranches.Head head, HeadBranches.Group group, Optional<String> title) {
        List<String> subjects = head.own().stream().map(Commit::subject).toList();
        return new Proposal(
                group.name(),
                head.ref(),
                head.tip().orElseThrow(),
                repository.branch(),
                title.orElseGet(subjects::getLast),
                "- " + String.join("\n- ", subjects) + "\n",
                group.delivery().request().labels(),
                proposed(head),
                group.delivery().request().merged());
    }

    /** What the branch ends with, by policy: the same whether its commits came one by one or were made anew on a base that moved. */
    private static List<String> proposed(HeadBranches.Head head) {
        SortedMap<String, String> last = new TreeMap<>();
        head.own().stream()
                .flatMap(commit -> OurTrailers.read(commit).stream())
                .forEach(written -> last.put(
                        written.policy(),
                        (written.reverts().isPresent() ? "back from " : "") + written.image() + ":" + written.tag()
                                + "@" + written.digest()));
        return last.entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue())
                .toList();
    }

    private interface HostCall {
        RequestResult run();
    }

    private static void call(
            ConfigRepository repository, HeadBranches.Group group, List<String> problems, HostCall call) {
        try {
            RequestResult result = call.run();
            repository.recordRequest(group.name(), shown(result));
            LOG.debugf("request: repository=%s group=%s kept=%s", repository.id(), group.name(), result);
        } catch (ReviewRefused e) {
            String why = "the request of group " + group.name() + " is refused: " + e.getMessage();
            repository.recordPushRefused(why);
            repository.recordRequest(group.name(), Optional.of(REFUSED + e.getMessage()));
            problems.add(why);
        }
    }

    private static Optional<String> shown(RequestResult result) {
        return switch (result) {
            case RequestResult.Open(ReviewRequest request, Optional<String> waitsFor) ->
                Optional.of("open: " + request.page()
                        + waitsFor.map(what -> ", waits for " + what).orElse(""));
            case RequestResult.Merged(ReviewRequest request) -> Optional.of("merged: " + request.page());
            case RequestResult.Declined(ReviewRequest request) ->
                Optional.of("declined: " + request.page()
                        + " was closed by a person; the next one is opened when there is something else to propose");
            case RequestResult.None none -> Optional.empty();
        };
    }
}
