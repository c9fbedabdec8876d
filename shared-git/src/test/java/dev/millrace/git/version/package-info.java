@NullMarked
package dev.millrace.git.version;

import org.jspecify.annotations.NullMarked;
