@NullMarked
package dev.millrace.builder.intake.git;

import org.jspecify.annotations.NullMarked;
