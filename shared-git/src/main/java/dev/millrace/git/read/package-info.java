/**
 * Reads commits of a mirror.
 *
 * <p>In: the id of a commit. Out: the commit, its history, its files, its bytes for verification; or its files on disk. Nothing
 * here sends a request to the host or writes a ref or an object. The author of a commit may be malicious: a checkout never leaves its directory.
 */
@NullMarked
package dev.millrace.git.read;

import org.jspecify.annotations.NullMarked;
