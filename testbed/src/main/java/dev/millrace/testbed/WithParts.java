package dev.millrace.testbed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Requires these parts, running. Constructors and methods can declare them as parameters: {@code Kafka}, {@code GitHost},
 * {@code GitWorkspace}, {@code ImageRegistry}, {@code Cluster}, {@code Gitea} and {@code Testbed}. If a part is not available, the test is
 * skipped with a reason in one line; with {@code CI} set it fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(PartsExtension.class)
public @interface WithParts {
    PartKind[] value();
}
