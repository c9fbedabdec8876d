/**
 * Where pushes of people and tools come in: webhook and poll. Out: {@code config.committed} for each ref that moved. A payload is never trusted
 * further than to say which ref to fetch.
 */
@NullMarked
package dev.millrace.updater.intake;

import org.jspecify.annotations.NullMarked;
