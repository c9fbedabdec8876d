package dev.millrace.updater.review.host;

/** The contract on a stand-in for BitbucketServer. */
class BitbucketServerTest extends StandInContract {
    @Override
    StandIn newWorld() {
        return new BitbucketServerStandIn();
    }
}
