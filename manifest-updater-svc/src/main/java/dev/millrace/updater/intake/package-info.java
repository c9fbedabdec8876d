/**
 * The intake of pushes: webhook and poll. In: notices of Git hosts. Out: {@code config.committed} for each ref that moved. A payload is trusted
 * only to name the ref to fetch.
 */
@NullMarked
package dev.millrace.updater.intake;

import org.jspecify.annotations.NullMarked;
