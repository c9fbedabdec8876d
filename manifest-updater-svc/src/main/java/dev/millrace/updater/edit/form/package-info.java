/**
 * Finds values by the form of the file: kustomizations, Helm values, manifests, charts, comments, and text that is not YAML. In: a file and searches.
 * Out: claims on values. Nothing is changed.
 */
@NullMarked
package dev.millrace.updater.edit.form;

import org.jspecify.annotations.NullMarked;
