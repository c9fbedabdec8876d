@NullMarked
package dev.millrace.git.webhook;

import org.jspecify.annotations.NullMarked;
