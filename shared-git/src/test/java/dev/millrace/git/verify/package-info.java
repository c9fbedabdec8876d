@NullMarked
package dev.millrace.git.verify;

import org.jspecify.annotations.NullMarked;
