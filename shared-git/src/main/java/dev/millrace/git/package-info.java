/**
 * Repositories on a Git host, by means of a bare mirror: fetch a ref, read its trees, build commits, push them.
 *
 * <p>In: the address of a repository and its credentials. Out: commits, trees and results as our own types. There is never a work tree, a forced
 * push, or a decision about the meaning of a commit. No type of the Git library is visible outside.
 */
@NullMarked
package dev.millrace.git;

import org.jspecify.annotations.NullMarked;
