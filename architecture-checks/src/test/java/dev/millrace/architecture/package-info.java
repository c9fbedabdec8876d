/**
 * Checks the structure of the code: the dependencies of modules, the purity of planning, the size of files.
 *
 * <p>In: the sources and the compiled classes of all modules, which are built before this one. Out: a failing test that names class and
 * line. Nothing here runs Millrace's code.
 */
@NullMarked
package dev.millrace.architecture;

import org.jspecify.annotations.NullMarked;
