package dev.millrace.updater.review.host;

/** The contract on a stand-in for BitbucketCloud. */
class BitbucketCloudTest extends StandInContract {
    @Override
    StandIn newWorld() {
        return new BitbucketCloudStandIn();
    }
}
