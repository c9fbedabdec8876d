/**
 * The command line: what an image would change, without Kafka, network or a running service. In: a checkout on disk and images. Out: the
 * difference that would be committed, or the edited files. What never happens here: a commit, a request to any host.
 */
@NullMarked
package dev.millrace.updater.cli;

import org.jspecify.annotations.NullMarked;
