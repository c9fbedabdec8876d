package dev.millrace.testbed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs these parts, running. Constructors and methods can ask for them: {@code Kafka}, {@code GitHost},
 * {@code GitWorkspace}, {@code Registry}, {@code Cluster}, {@code Gitea} and {@code Testbed} are passed as parameters. Where a part can't be had the
 * test is skipped, saying so in one line; with {@code CI} set it fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(PartsExtension.class)
public @interface WithParts {
    PartKind[] value();
}
