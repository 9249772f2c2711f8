/** Watches the files of policies, and feeds engines with what they become. */
module dev.mcppolicy.reload {
  requires transitive dev.mcppolicy.analysis;
  requires static transitive org.jspecify;

  exports dev.mcppolicy.reload;
}
