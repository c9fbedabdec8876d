/**
 * Signs commits. In: a private key as in its file, and a commit's bytes. Out: the signature that Git stores in the commit. No agent, home
 * directory or command is used.
 */
@NullMarked
package dev.millrace.git.sign;

import org.jspecify.annotations.NullMarked;
