/**
 * Signs commits. In: a private key, as a file has it, and a commit's bytes. Out: the signature that Git keeps in the commit. No agent is
 * asked, no home directory read, no command run.
 */
@NullMarked
package dev.millrace.git.sign;

import org.jspecify.annotations.NullMarked;
