@NullMarked
package dev.millrace.git.webhook.payload;

import org.jspecify.annotations.NullMarked;
