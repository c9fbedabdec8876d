/**
 * Writes commits into a mirror. In: a draft, that is the changed files, the parent and the message. Out: the id of a new commit. No ref moves, no
 * work tree or index is used, and a path never leads through a link or a submodule.
 */
@NullMarked
package dev.millrace.git.write;

import org.jspecify.annotations.NullMarked;
