package dev.millrace.updater.review.host;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.gitea.Gitea;

/** The contract on a real Gitea. */
@WithParts(PartKind.GITEA)
class GiteaIT extends ReviewHostContract {
    private final Gitea gitea;

    GiteaIT(Gitea gitea) {
        this.gitea = gitea;
    }

    @Override
    ReviewWorld newWorld() {
        return new GiteaWorld(gitea);
    }
}
