package dev.millrace.updater.review.host;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.gitea.GiteaServer;

/** The contract on a real Gitea. */
@WithParts(PartKind.GITEA)
class GiteaIT extends ReviewHostContract {
    private final GiteaServer gitea;

    GiteaIT(GiteaServer gitea) {
        this.gitea = gitea;
    }

    @Override
    ReviewWorld newWorld() {
        return new GiteaWorld(gitea);
    }
}
