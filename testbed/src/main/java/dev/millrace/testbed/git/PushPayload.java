package dev.millrace.testbed.git;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The body of GitHub's push webhook (https://docs.github.com/en/webhooks/webhook-events-and-payloads#push). */
final class PushPayload {
    private static final int MAX_COMMITS = 20;

    private final URI url;
    private final String name;
    private final RevWalk walk;
    private final ObjectReader reader;

    private PushPayload(URI url, String name, RevWalk walk) {
        this.url = url;
        this.name = name;
        this.walk = walk;
        this.reader = walk.getObjectReader();
    }

    static String of(URI url, String name, Repository repository, ReceiveCommand command) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return new PushPayload(url, name, walk).push(command).toString();
        }
    }

    private ObjectNode push(ReceiveCommand command) throws IOException {
        ObjectNode push = JsonNodeFactory.instance.objectNode();
        push.put("ref", command.getRefName());
        push.put("before", command.getOldId().name());
        push.put("after", command.getNewId().name());
        push.put("created", command.getType() == ReceiveCommand.Type.CREATE);
        push.put("deleted", command.getType() == ReceiveCommand.Type.DELETE);
        push.put("forced", command.getType() == ReceiveCommand.Type.UPDATE_NONFASTFORWARD);
        push.putNull("base_ref");
        push.put(
                "compare",
                repositoryUrl() + "/compare/"
                        + command.getOldId().abbreviate(12).name() + "..."
                        + command.getNewId().abbreviate(12).name());
        push.set("repository", repository());
        push.putObject("pusher").put("name", GitHost.USER).put("email", GitHost.USER + "@git.invalid");
        push.set("sender", account(GitHost.USER));
        ArrayNode commits = push.putArray("commits");
        List<RevCommit> newest = commits(command);
        for (RevCommit commit : newest.reversed()) {
            commits.add(commit(commit));
        }
        if (newest.isEmpty()) {
            push.putNull("head_commit");
        } else {
            push.set("head_commit", commit(newest.getFirst()));
        }
        return push;
    }

    private String repositoryUrl() {
        return url + "/" + name;
    }

    private ObjectNode repository() {
        String owner = name.contains("/") ? name.substring(0, name.indexOf('/')) : GitHost.USER;
        ObjectNode repository = JsonNodeFactory.instance.objectNode();
        repository.put("id", Integer.toUnsignedLong(name.hashCode()));
        repository.put("name", name.substring(name.lastIndexOf('/') + 1));
        repository.put("full_name", name);
        repository.put("private", true);
        repository.set("owner", account(owner).put("name", owner));
        repository.put("html_url", repositoryUrl());
        repository.put("url", repositoryUrl());
        repository.put("clone_url", repositoryUrl() + ".git");
        repository.put("git_url", repositoryUrl() + ".git");
        repository.put("ssh_url", "git@" + url.getHost() + ":" + name + ".git");
        repository.put("default_branch", "main");
        return repository;
    }

    private ObjectNode account(String login) {
        return JsonNodeFactory.instance.objectNode().put("login", login).put("html_url", url + "/" + login);
    }

    /** The commits that the push added, newest first; for a new branch its newest commits. */
    private List<RevCommit> commits(ReceiveCommand command) throws IOException {
        List<RevCommit> commits = new ArrayList<>();
        if (command.getType() == ReceiveCommand.Type.DELETE) {
            return commits;
        }
        RevObject pushed = walk.peel(walk.parseAny(command.getNewId()));
        if (pushed instanceof RevCommit tip) {
            walk.markStart(tip);
            if (!command.getOldId().equals(ObjectId.zeroId())) {
                walk.markUninteresting(walk.parseCommit(command.getOldId()));
            }
            for (RevCommit commit : walk) {
                if (commits.size() == MAX_COMMITS) {
                    break;
                }
                commits.add(commit);
            }
        }
        return commits;
    }

    private ObjectNode commit(RevCommit commit) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", commit.name());
        node.put("tree_id", commit.getTree().name());
        node.put("distinct", true);
        node.put("message", commit.getFullMessage());
        PersonIdent committer = commit.getCommitterIdent();
        node.put(
                "timestamp",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        ZonedDateTime.ofInstant(committer.getWhenAsInstant(), committer.getZoneId())));
        node.put("url", repositoryUrl() + "/commit/" + commit.name());
        node.set("author", person(commit.getAuthorIdent()));
        node.set("committer", person(committer));
        addPaths(node, commit);
        return node;
    }

    private static ObjectNode person(PersonIdent person) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", person.getName())
                .put("email", person.getEmailAddress());
    }

    private void addPaths(ObjectNode node, RevCommit commit) throws IOException {
        ArrayNode added = node.putArray("added");
        ArrayNode removed = node.putArray("removed");
        ArrayNode modified = node.putArray("modified");
        try (TreeWalk trees = new TreeWalk(reader)) {
            if (commit.getParentCount() == 0) {
                trees.addTree(new org.eclipse.jgit.treewalk.EmptyTreeIterator());
            } else {
                trees.addTree(walk.parseCommit(commit.getParent(0)).getTree());
            }
            trees.addTree(commit.getTree());
            trees.setRecursive(true);
            for (DiffEntry entry : DiffEntry.scan(trees)) {
                switch (entry.getChangeType()) {
                    case ADD, COPY -> added.add(entry.getNewPath());
                    case DELETE -> removed.add(entry.getOldPath());
                    case MODIFY, RENAME -> modified.add(entry.getNewPath());
                }
            }
        }
    }
}
