/**
 * Files whose content is in Git LFS.
 *
 * <p>In: the pointers of a commit. Out: their contents on disk, verified. What never happens here: a request to a host that the configuration
 * doesn't allow, credentials for any host but the repository's own, a pointer left in place of its content.
 *
 * @see <a href="https://github.com/git-lfs/git-lfs/tree/main/docs">Specification and batch API of Git LFS</a>
 */
@NullMarked
package dev.millrace.builder.source.lfs;

import org.jspecify.annotations.NullMarked;
