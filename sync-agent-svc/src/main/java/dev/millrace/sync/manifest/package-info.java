/**
 * Kubernetes objects as files say them.
 *
 * <p>In: the text of YAML or JSON files. Out: one manifest per object with the file and line it stands in, and one failure per document
 * that can't be read; the other documents of that file are not affected. Nothing here does I/O or knows the cluster.
 */
@NullMarked
package dev.millrace.sync.manifest;

import org.jspecify.annotations.NullMarked;
