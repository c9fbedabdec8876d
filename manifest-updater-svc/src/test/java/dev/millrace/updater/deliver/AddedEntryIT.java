package dev.millrace.updater.deliver;

import static dev.millrace.testbed.PartKind.GIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.updater.publish.EditsOfCommit;
import dev.millrace.updater.repository.ConfigRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An entry that is not there yet is added by a commit, announced, and reverted. */
@WithParts(GIT)
class AddedEntryIT {
    private static final GitRef MAIN = GitRef.branch("main");
    private static final String REPOSITORY = "config/added";
    private static final String FILE = "apps/web/kustomization.yaml";

    @Test
    void anAddedEntryIsAnnouncedWithoutAValueBeforeAndRevertedToNone(
            GitHost host, GitWorkspace dana, @TempDir Path mirrors) {
        host.createRepository(REPOSITORY);
        dana.push(
                REPOSITORY,
                "main",
                Map.of(
                        ".millrace/updates.yaml",
                        "policies: [{name: web, image: reg.example/web, paths: [apps/web/], add: true}]\n",
                        FILE,
                        "resources: []\n"),
                "Start");
        Remote remote = Remote.of(host.url(REPOSITORY), new Credentials.Basic(host.user(), host.password()));
        try (ConfigRepository repository = new ConfigRepository(
                new MirrorHolder(remote, mirrors), MAIN, new Person("Millrace", "millrace@millrace.dev"))) {
            BranchWriter writer = Writers.plain();

            writer.write(repository, List.of(PendingUpdates.image(repository.id(), "web", 1)));

            CommitId added = repository.fetch(MAIN).orElseThrow();
            assertThat(dana.read(REPOSITORY, "main", FILE))
                    .contains("resources: []\nimages:\n- name: reg.example/web\n  newTag: t1\n");
            assertThat(EditsOfCommit.of(repository, repository.mirror().commit(added)))
                    .containsExactly(new ConfigCommitted.Edit("web", FILE, "images[0].newTag", "", "t1"));
            writer.write(repository, List.of(PendingUpdates.revert(repository.id(), "web", 1, added)));
            assertThat(dana.read(REPOSITORY, "main", FILE))
                    .contains("resources: []\nimages:\n- name: reg.example/web\n  newTag: \"\"\n");
        }
    }
}
