@NullMarked
package dev.millrace.git;

import org.jspecify.annotations.NullMarked;
