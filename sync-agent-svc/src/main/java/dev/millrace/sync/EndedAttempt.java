package dev.millrace.sync;

import dev.millrace.events.SyncCompleted;
import java.util.Optional;

/**
 * An attempt that has ended.
 *
 * @param reason why it ran, in one word; absent if an older agent began it
 */
public record EndedAttempt(SyncCompleted outcome, Optional<String> reason) {}
