package dev.millrace.updater;

import java.time.Duration;

/**
 * How long updates for a branch are gathered into one commit.
 *
 * @param quiet until nothing came for so long
 * @param max or the first has waited for so long
 */
record GatherWindow(Duration quiet, Duration max) {}
