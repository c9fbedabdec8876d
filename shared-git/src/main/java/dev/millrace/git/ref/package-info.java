/** Names of refs: what kind of ref a name is, and patterns of names. Pure: no repository is needed. */
@NullMarked
package dev.millrace.git.ref;

import org.jspecify.annotations.NullMarked;
