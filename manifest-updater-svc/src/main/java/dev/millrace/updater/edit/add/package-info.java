/**
 * Adds the values of a policy where they are not there yet: an entry of a kustomization, a Helm value. In: a file and the search of a policy that adds.
 * Out: an insertion in the style of the file, after which the file differs in nothing else. What cannot be added safely is reported.
 */
@NullMarked
package dev.millrace.updater.edit.add;

import org.jspecify.annotations.NullMarked;
