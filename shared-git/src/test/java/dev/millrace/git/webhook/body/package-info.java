@NullMarked
package dev.millrace.git.webhook.body;

import org.jspecify.annotations.NullMarked;
