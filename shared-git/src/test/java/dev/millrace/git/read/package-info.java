@NullMarked
package dev.millrace.git.read;

import org.jspecify.annotations.NullMarked;
