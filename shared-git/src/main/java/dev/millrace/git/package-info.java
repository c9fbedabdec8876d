/**
 * Repositories on a git host, by way of a bare mirror: fetch a ref, read its trees, build commits, push them.
 *
 * <p>In: where a repository is and how to get in. Out: commits, trees and answers in our own words. What never happens here: a work
 * tree, a forced push, a decision about what a commit means. No type of the Git library is seen outside.
 */
@NullMarked
package dev.millrace.git;

import org.jspecify.annotations.NullMarked;
