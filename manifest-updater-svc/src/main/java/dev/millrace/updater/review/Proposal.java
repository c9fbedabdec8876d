package dev.millrace.updater.review;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.List;

/**
 * What a group's request is to be.
 *
 * @param group whose changes these are; there is one open request for each. On one line, without double quotes
 * @param head the branch of ours that holds the changes, pushed already
 * @param commit where the head branch stands
 * @param base the branch they are for
 * @param title one line
 * @param text Markdown
 * @param changes what is proposed, one line for each change in a fixed order and without what differs from try to try (such as commits): a
 *     request of ours that a person closed is not opened again for the same changes
 * @param merged whether it is merged as soon as its host allows
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

    /** Bitbucket Data Center's limit is 32768, with our note and what people wrote. */
    private static final int MAX_TEXT = 28_000;

    public Proposal {
        if (group.matches("(?s).*[\"\\r\\n].*")) {
            throw new IllegalArgumentException("a group's name can't hold quotes or line ends: " + group);
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
