/**
 * Tells whether a trusted key signed a commit or a tag. In: the object's bytes, as Git stores them, and public keys, as files have them.
 * Out: who signed it, or why that is not to be believed. What never happens here: a keyring or home directory is read, a key is asked for
 * on the network, a command is run.
 */
@NullMarked
package dev.millrace.git.verify;

import org.jspecify.annotations.NullMarked;
