/** Tests of policies as JUnit tests, in files or in Java. */
module dev.mcppolicy.junit {
  requires transitive dev.mcppolicy.testing;
  requires transitive org.junit.jupiter.api;
  requires org.junit.platform.engine;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.junit;

  provides org.junit.platform.engine.TestEngine with
      dev.mcppolicy.junit.internal.PolicyTestEngine;
}
