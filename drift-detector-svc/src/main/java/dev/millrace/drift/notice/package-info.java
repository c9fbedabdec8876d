/**
 * Drift as Kubernetes events on Applications.
 *
 * <p>In: each event that is published. Out: at most one notice per application and minute, with all that came meanwhile.
 */
@NullMarked
package dev.millrace.drift.notice;

import org.jspecify.annotations.NullMarked;
