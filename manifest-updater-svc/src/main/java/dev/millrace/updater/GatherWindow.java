package dev.millrace.updater;

import java.time.Duration;

/**
 * The time in which updates for a branch are gathered into one commit.
 *
 * @param quiet the gathering ends when nothing has arrived for this long
 * @param max the gathering ends when the first update has waited this long
 */
record GatherWindow(Duration quiet, Duration max) {}
