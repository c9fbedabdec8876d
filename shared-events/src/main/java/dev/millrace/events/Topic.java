package dev.millrace.events;

import java.time.Duration;

/** The topics and their settings. Each has a topic for {@link #deadLetters()} with the same number of partitions. */
public enum Topic {
    SOURCE_CHANGED("source.changed", 3, Retention.DELETE),
    /** Reports of registries; private to image-builder-svc. */
    IMAGE_PUSHED("image.pushed", 3, Retention.DELETE),
    UPDATE_REQUESTED("update.requested", 3, Retention.DELETE),
    IMAGE_BUILT("image.built", 12, Retention.DELETE),
    /** Begun and ended attempts of builds; private to image-builder-svc. */
    BUILD_ATTEMPTED("build.attempted", 3, Retention.DELETE),
    BUILD_FAILED("build.failed", 12, Retention.DELETE),
    CONFIG_COMMITTED("config.committed", 12, Retention.DELETE),
    SYNC_COMPLETED("sync.completed", 12, Retention.DELETE),
    HEALTH_CHANGED("health.changed", 12, Retention.DELETE),
    DRIFT_DETECTED("drift.detected", 12, Retention.DELETE),
    /** The newest event of each drifted object; private to drift-detector-svc. */
    DRIFT_STATE("drift.state", 3, Retention.COMPACT),
    /** Approvals, holds and releases of policies; private to manifest-updater-svc. */
    POLICY_STATE("policy.state", 3, Retention.COMPACT);

    /** The retention of old records: the broker deletes them after {@link #RETENTION_PERIOD}, or keeps the newest of each key. */
    public enum Retention {
        DELETE,
        COMPACT
    }

    /** The retention period, within which events can be replayed. */
    public static final Duration RETENTION_PERIOD = Duration.ofDays(30);

    private final String topicName;
    private final int partitions;
    private final Retention retention;

    Topic(String topicName, int partitions, Retention retention) {
        this.topicName = topicName;
        this.partitions = partitions;
        this.retention = retention;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    public int partitions() {
        return partitions;
    }

    public Retention retention() {
        return retention;
    }

    /** The topic for records that can't be read or processed. */
    public String deadLetters() {
        return topicName + ".dlq";
    }
}
