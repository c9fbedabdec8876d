/**
 * A user's checkout. In: its top directory. Out: the contents of its files, changed contents, and the difference between them. No link is followed,
 * and neither the index nor a commit changes.
 */
@NullMarked
package dev.millrace.git.worktree;

import org.jspecify.annotations.NullMarked;
