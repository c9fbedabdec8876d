package dev.millrace.updater.policy;

import java.util.List;
import java.util.Optional;

/**
 * How a group's changes get onto the branch.
 *
 * @param branch where to commit, for {@link Mode#BRANCH} and {@link Mode#REQUEST}; <code>{group}</code> stands for the group's name
 * @param together whether the changes of several environments may be in one commit
 * @param message a Qute template of the commit's message, without trailers
 * @param suffix what ends the subject, such as {@code [skip ci]}
 * @param author who the commits are by, {@code Name <address>}; the committer if absent
 */
public record Delivery(
        Mode mode,
        String branch,
        boolean together,
        Optional<String> message,
        Optional<String> suffix,
        Optional<String> author,
        Request request) {
    public static final Delivery PUSH = new Delivery(
            Mode.PUSH, "millrace/{group}", false, Optional.empty(), Optional.empty(), Optional.empty(), Request.MANUAL);

    /** Which way. */
    public enum Mode {
        /** A commit on the branch itself. */
        PUSH,
        /** A commit on another branch; somebody else brings it further. */
        BRANCH,
        /** A commit on another branch, and a pull or merge request. */
        REQUEST
    }

    /**
     * What a pull or merge request is like.
     *
     * @param title a Qute template
     * @param merged whether it is merged as soon as its host allows
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
