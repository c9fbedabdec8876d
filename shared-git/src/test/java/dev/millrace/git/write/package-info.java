@NullMarked
package dev.millrace.git.write;

import org.jspecify.annotations.NullMarked;
