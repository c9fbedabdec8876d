package dev.millrace.updater.deliver;

import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.host.HostRefused;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.review.Proposal;
import dev.millrace.updater.review.RequestKeeper;
import dev.millrace.updater.review.RequestResult;
import dev.millrace.updater.review.ReviewRequest;
import dev.millrace.updater.trailer.OurTrailers;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The pull or merge requests of groups. If a host refuses a request, this is reported as a problem and tried again at the next poll: the
 * commits are on their branch already, and other updates must not wait for a token.
 */
final class GroupRequests {
    private static final Logger LOG = Logger.getLogger(GroupRequests.class);

    private static final String REFUSED = "refused: ";

    private final Function<RepositoryId, Optional<RequestKeeper>> keepers;

    GroupRequests(Function<RepositoryId, Optional<RequestKeeper>> keepers) {
        this.keepers = keepers;
    }

    /** Opens the request, or updates it to what its branch contains. */
    void keep(
            ConfigRepository repository,
            HeadBranches.Head head,
            HeadBranches.Group group,
            Optional<String> title,
            List<String> problems) {
        Optional<RequestKeeper> keeper = keepers.apply(repository.id());
        if (keeper.isEmpty()) {
            problems.add("group " + group.name()
                    + ": no host for requests configured; set millrace.updater.repositories.\"<name>\".review");
        } else if (!head.own().isEmpty()) {
            call(repository, group, problems, () -> keeper.get().keep(proposal(repository, head, group, title)));
        }
    }

    /** Returns true if the group's request was open, merged or declined when it was reconciled last. */
    static boolean isRecorded(ConfigRepository repository, HeadBranches.Group group) {
        return Optional.ofNullable(repository.requests().get(group.name()))
                .filter(state -> !state.startsWith(REFUSED))
                .isPresent();
    }

    /** Closes the request, because nothing is left to propose. */
    void drop(ConfigRepository repository, HeadBranches.Group group, List<String> problems) {
        String why = repository.branch().shortName() + " already contains all of its changes";
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

    /** The final version of each policy on the branch: independent of whether its commits came one by one or were rebuilt on a new base. */
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
            LOG.debugf("request reconciled: repository=%s group=%s result=%s", repository.id(), group.name(), result);
        } catch (HostRefused e) {
            String why = "request refused: group " + group.name() + ": " + e.getMessage();
            repository.recordPushRefused(why);
            repository.recordRequest(group.name(), Optional.of(REFUSED + e.getMessage()));
            problems.add(why);
        }
    }

    private static Optional<String> shown(RequestResult result) {
        return switch (result) {
            case RequestResult.Open(ReviewRequest request, Optional<String> waitsFor) ->
                Optional.of("open: " + request.page()
                        + waitsFor.map(reason -> ", not merged yet: " + reason).orElse(""));
            case RequestResult.Merged(ReviewRequest request) -> Optional.of("merged: " + request.page());
            case RequestResult.Declined(ReviewRequest request) ->
                Optional.of("declined: " + request.page()
                        + " was closed by a user; a new one is opened for the next different change");
            case RequestResult.None none -> Optional.empty();
        };
    }
}
