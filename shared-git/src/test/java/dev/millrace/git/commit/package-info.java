@NullMarked
package dev.millrace.git.commit;

import org.jspecify.annotations.NullMarked;
