@NullMarked
package dev.millrace.git.transport;

import org.jspecify.annotations.NullMarked;
