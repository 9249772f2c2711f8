package dev.mcppolicy.junit;

/** The one line that a user writes. */
@PolicyTests(value = "policies/", coverage = 100, mutation = true)
class FilesTest {}
