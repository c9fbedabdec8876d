/**
 * Kubernetes objects as files describe them.
 *
 * <p>In: the text of YAML or JSON files. Out: one manifest per object with its file and line, and one failure per document
 * that can't be read; the other documents of that file are not affected. Nothing here does I/O or knows the cluster.
 */
@NullMarked
package dev.millrace.sync.manifest;

import org.jspecify.annotations.NullMarked;
