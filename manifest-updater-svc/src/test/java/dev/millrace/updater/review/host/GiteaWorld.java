package dev.millrace.updater.review.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.CommitId;
import dev.millrace.git.host.HostApi;
import dev.millrace.git.host.HostKind;
import dev.millrace.git.host.HostPath;
import dev.millrace.git.remote.Credentials;
import dev.millrace.testbed.gitea.GiteaServer;
import dev.millrace.updater.review.ReviewHost;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A new repository on a real Gitea; users act through its API too. */
final class GiteaWorld implements ReviewWorld {
    private static final AtomicInteger MADE = new AtomicInteger();

    private final HostApi people;
    private final URI clone;
    private final String root;
    private final Credentials credentials = new Credentials.Basic(GiteaServer.USER, GiteaServer.PASSWORD);
    private int commits;

    GiteaWorld(GiteaServer gitea) {
        String name = "config-" + MADE.incrementAndGet();
        this.clone = gitea.url().resolve("/" + GiteaServer.USER + "/" + name + ".git");
        this.people = new HostApi(HostKind.GITEA.api(clone), name, credentials);
        this.root = "/repos/" + GiteaServer.USER + "/" + name;
        people.send(
                        "creating a repository",
                        "POST",
                        "/user/repos",
                        Map.of("name", name, "auto_init", true, "default_branch", "main"))
                .orRefused();
    }

    @Override
    public ReviewHost host() {
        return RequestHosts.connect(HostKind.GITEA, clone, HostKind.GITEA.api(clone), credentials);
    }

    @Override
    public String user() {
        return GiteaServer.USER;
    }

    @Override
    public CommitId branch(String name) {
        boolean there = people.get("reading a branch", root + "/branches/" + HostPath.encoded(name))
                .isOk();
        JsonNode response = people.send(
                        "creating a commit",
                        "POST",
                        root + "/contents/file-" + ++commits,
                        there
                                ? Map.of("content", "", "branch", name)
                                : Map.of("content", "", "branch", "main", "new_branch", name))
                .orRefused();
        return JsonFields.commit(response.path("commit").path("sha")).orElseThrow();
    }

    @Override
    public void needChecks() {
        people.send(
                        "protecting main",
                        "POST",
                        root + "/branch_protections",
                        Map.of(
                                "rule_name",
                                "main",
                                "enable_status_check",
                                true,
                                "status_check_contexts",
                                List.of("ci")))
                .orRefused();
    }

    @Override
    public void closedByUser(long number) {
        people.send("closing", "PATCH", root + "/pulls/" + number, Map.of("state", "closed"))
                .orRefused();
    }

    @Override
    public boolean hasLabels() {
        return true;
    }

    @Override
    public boolean mergesByItself() {
        return true;
    }

    @Override
    public void close() {
        people.send("removing the repository", "DELETE", root, Map.of()).orRefused();
    }
}
