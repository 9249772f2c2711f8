package dev.mcppolicy.reload;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a {@link PolicySource} stands, for a health check.
 *
 * @param looked when all files had last been looked at. If that is long ago, the source is closed
 *     or its file system doesn't answer
 * @param files how each file stands
 */
public record SourceStatus(Instant looked, List<FileStatus> files) {

  /** Copies the list. */
  public SourceStatus {
    Objects.requireNonNull(looked, "looked");
    files = List.copyOf(files);
  }

  /** Says whether every policy in force is what its file holds. */
  public boolean isCurrent() {
    return files.stream().allMatch(file -> file.problem().isEmpty());
  }

  /**
   * How one file stands.
   *
   * @param grant whose policy it is; empty for the one of every other caller
   * @param file the file
   * @param digest the digest of the policy in force
   * @param since when that was taken
   * @param reloads how many policies have taken the place of another
   * @param refusals how many problems were reported
   * @param problem why the policy in force is not what the file holds, if it isn't
   */
  public record FileStatus(
      Optional<String> grant,
      Path file,
      String digest,
      Instant since,
      long reloads,
      long refusals,
      Optional<ReloadProblem> problem) {

    /** Checks that nothing is null. */
    public FileStatus {
      Objects.requireNonNull(grant, "grant");
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(digest, "digest");
      Objects.requireNonNull(since, "since");
      Objects.requireNonNull(problem, "problem");
    }
  }
}
