/**
 * The values of commits. In: a commit's message and header. Out: author and committer, the subject and the trailers, as Git itself reads them.
 * Nothing here reads a repository or gives a trailer a meaning.
 */
@NullMarked
package dev.millrace.git.commit;

import org.jspecify.annotations.NullMarked;
