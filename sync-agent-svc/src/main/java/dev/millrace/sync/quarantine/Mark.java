package dev.millrace.sync.quarantine;

/** The mark of work on an Application that may end the process; it is removed when the work has ended, whatever its outcome. */
public final class Mark implements AutoCloseable {
    private final Quarantine quarantine;
    final String uid;
    final int slot;
    final boolean suspect;

    Mark(Quarantine quarantine, String uid, int slot, boolean suspect) {
        this.quarantine = quarantine;
        this.uid = uid;
        this.slot = slot;
        this.suspect = suspect;
    }

    @Override
    public void close() {
        quarantine.end(this);
    }
}
