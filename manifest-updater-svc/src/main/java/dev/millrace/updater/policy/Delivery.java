package dev.millrace.updater.policy;

import java.util.List;
import java.util.Optional;

/**
 * The way in which a group's changes get to the branch.
 *
 * @param branch the target of commits for {@link Mode#BRANCH} and {@link Mode#REQUEST}; <code>{group}</code> is replaced by the group's name
 * @param together true if changes of several environments may share a commit
 * @param message a Qute template of the commit message, without trailers
 * @param suffix the end of the subject, such as {@code [skip ci]}
 * @param author the author of the commits, {@code Name <address>}; the committer if absent
 */
public record Delivery(
        Mode mode,
        String branch,
        boolean together,
        Optional<String> message,
        Optional<String> suffix,
        Optional<String> author,
        Request request) {
    /** The number of characters of the longest template. */
    public static final int MAX_TEMPLATE_LENGTH = 4_000;

    public static final Delivery PUSH = new Delivery(
            Mode.PUSH, "millrace/{group}", false, Optional.empty(), Optional.empty(), Optional.empty(), Request.MANUAL);

    /** The delivery mode. */
    public enum Mode {
        /** A commit on the branch itself. */
        PUSH,
        /** A commit on another branch; another tool or a user continues from there. */
        BRANCH,
        /** A commit on another branch, and a pull or merge request. */
        REQUEST
    }

    /**
     * The settings of a pull or merge request.
     *
     * @param title a Qute template
     * @param merged true if it is merged as soon as its host allows
     */
    public record Request(boolean merged, List<String> labels, Optional<String> title) {
        public static final Request MANUAL = new Request(false, List.of(), Optional.empty());

        public Request {
            labels = List.copyOf(labels);
        }
    }

    /** The branch that a group's commits go to. */
    public String branchOf(String group) {
        return branch.replace("{group}", group);
    }
}
