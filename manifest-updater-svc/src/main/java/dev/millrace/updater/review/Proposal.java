package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.List;

/**
 * The desired content of a group's request.
 *
 * @param group the group of the changes; each has one open request. On one line, without double quotes
 * @param head our branch with the changes, pushed already
 * @param commit the commit of the head branch
 * @param base the branch that the changes are for
 * @param title the title, on one line
 * @param text the text, in Markdown
 * @param changes the proposed changes, one line each, in a fixed order and without anything that differs between tries (such as commits): a
 *     request of ours that a user closed is not opened again for the same changes
 * @param merged true if it is merged as soon as its host allows
 */
public record Proposal(
        String group,
        GitRef head,
        CommitId commit,
        GitRef base,
        String title,
        String text,
        List<String> labels,
        List<String> changes,
        boolean merged) {
    /** GitLab's, Gitea's and Bitbucket's limit is 255. */
    private static final int MAX_TITLE = 250;

    /** Bitbucket Data Center's limit is 32768, including our note and the text that users add. */
    private static final int MAX_TEXT = 28_000;

    public Proposal {
        if (group.matches("(?s).*[\"\\r\\n].*")) {
            throw new IllegalArgumentException("a group's name cannot contain quotes or line breaks: " + group);
        }
        title = cut(title.replaceAll("\\s+", " ").strip(), MAX_TITLE);
        text = cut(text, MAX_TEXT);
        labels = List.copyOf(labels);
        changes = List.copyOf(changes);
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 1).stripTrailing() + "…";
    }
}
