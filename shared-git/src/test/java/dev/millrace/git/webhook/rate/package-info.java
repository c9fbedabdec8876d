@NullMarked
package dev.millrace.git.webhook.rate;

import org.jspecify.annotations.NullMarked;
