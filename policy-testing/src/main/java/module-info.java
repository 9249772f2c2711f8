/** Runs the tests of policies in virtual time, and says what they miss. */
module dev.mcppolicy.testing {
  requires transitive dev.mcppolicy.core;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.testing;
}
