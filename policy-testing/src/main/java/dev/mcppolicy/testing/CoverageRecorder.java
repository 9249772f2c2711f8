package dev.mcppolicy.testing;

import java.util.List;

/** Hears what a rehearsal sees. */
interface CoverageRecorder {

  /** Records nothing. */
  CoverageRecorder NONE =
      new CoverageRecorder() {
        @Override
        public void saw(String tool, Rehearsal.Observation seen) {}

        @Override
        public void sawList(List<String> tools, List<String> visible) {}
      };

  /** Hears of a call. */
  void saw(String tool, Rehearsal.Observation seen);

  /** Hears of a list. */
  void sawList(List<String> tools, List<String> visible);
}
