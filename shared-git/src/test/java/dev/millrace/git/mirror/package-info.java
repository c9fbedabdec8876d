@NullMarked
package dev.millrace.git.mirror;

import org.jspecify.annotations.NullMarked;
