/**
 * The command line: shows the changes of an image without Kafka, network or a running service. In: a checkout on disk and images. Out: the
 * difference that would be committed, or the edited files. It never commits, and never sends a request to a host.
 */
@NullMarked
package dev.millrace.updater.cli;

import org.jspecify.annotations.NullMarked;
