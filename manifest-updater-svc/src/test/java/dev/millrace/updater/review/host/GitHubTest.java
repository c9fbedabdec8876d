package dev.millrace.updater.review.host;

/** The contract on a stand-in for GitHub. */
class GitHubTest extends StandInContract {
    @Override
    StandIn newWorld() {
        return new GitHubStandIn();
    }
}
