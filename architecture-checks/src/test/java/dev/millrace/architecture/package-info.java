/**
 * The shape of the code, checked: which module may use which, what planning may touch, how large a file may grow.
 *
 * <p>In: the sources and the compiled classes of all modules, which are built before this one. Out: a failing test that names class and
 * line. Nothing here runs Millrace's code.
 */
@NullMarked
package dev.millrace.architecture;

import org.jspecify.annotations.NullMarked;
