package dev.mcppolicy.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * Runs files of policy tests as JUnit tests. The class needs nothing else:
 *
 * <pre>{@code
 * @PolicyTests("policies/")
 * class PolicyFilesTest {}
 * }</pre>
 *
 * <p>Each file, each test in it and each step is a node of its own, with its place in the file. The
 * files run in virtual time, all of them before the first node is reported, so that neither
 * time-outs nor the order or parallelism of other tests change what they see.
 *
 * <p>{@code @Tag}s of the class are those of its tests.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Testable
public @interface PolicyTests {

  /**
   * The files, and folders in which every {@code *.policy-tests.json} is run, however deep. A path
   * is looked for in the working directory, then in {@code src/test/resources} and {@code
   * src/main/resources} below it, then on the class path. What isn't found is a test that fails.
   */
  String[] value();

  /**
   * How many per cent of the policies the tests have to reach; with less, one more test fails and
   * says what was never seen. Nothing is asked unless given.
   */
  int coverage() default 0;

  /**
   * Whether to weaken the policies, one change at a time; where no test notices, one more test
   * fails and says which changes those are.
   */
  boolean mutation() default false;
}
