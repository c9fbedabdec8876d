package dev.millrace.updater.review.host;

/** The contract on a stand-in for GitLab. */
class GitLabTest extends StandInContract {
    @Override
    StandIn newWorld() {
        return new GitLabStandIn();
    }
}
