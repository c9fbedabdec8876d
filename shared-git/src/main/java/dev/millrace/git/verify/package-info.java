/**
 * Verifies that a trusted key signed a commit or a tag. In: the object's bytes, as Git stores them, and public keys, as in their files. Out: the
 * signer, or the reason why the signature is not trusted. No keyring, home directory, key server or command is used.
 */
@NullMarked
package dev.millrace.git.verify;

import org.jspecify.annotations.NullMarked;
