/**
 * From {@code image.built} to a commit in the configuration repository and {@code config.committed}. Start reading at
 * {@link dev.millrace.updater.UpdatePipeline}. This module knows no cluster.
 */
@NullMarked
package dev.millrace.updater;

import org.jspecify.annotations.NullMarked;
