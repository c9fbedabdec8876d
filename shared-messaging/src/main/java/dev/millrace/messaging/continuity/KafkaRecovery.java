package dev.millrace.messaging.continuity;

/** Work that a service does after Kafka has lost acknowledged records, in the running process. All beans of this type are called. */
public interface KafkaRecovery {
    /** Before everything else: the records of this process. */
    int RECORDS = 0;

    /** After the records: the followers read their topics again. */
    int FOLLOWERS = 1;

    /** After the followers: what a service publishes from its own state. */
    int STATE = 2;

    /** The turn of this recovery; lower ones come first. */
    int turn();

    /**
     * Publishes again what may be missing, or begins to compare with Git, registry and cluster. It may be called again.
     *
     * @throws java.io.UncheckedIOException if Kafka or another part is unavailable; then it is called again
     */
    void recover(KafkaContinuity.Break change);
}
