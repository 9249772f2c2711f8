package dev.mcppolicy.spring;

import dev.mcppolicy.Policy;
import dev.mcppolicy.reload.PolicySource;
import dev.mcppolicy.reload.ReloadProblem;
import dev.mcppolicy.reload.SourceStatus;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says whether the counters answer, and whether the policies in force are what their files hold. A
 * file that wasn't taken is no reason to be down: the policy before it is still in force.
 */
final class PolicyHealth implements HealthIndicator {

  private final ConnectionPolicies policies;

  PolicyHealth(ConnectionPolicies policies) {
    this.policies = policies;
  }

  @Override
  public Health health() {
    Health.Builder health = new Health.Builder().up();
    health.withDetail("connections", policies.connections());
    health.withDetail(
        "digests",
        policies.all().stream()
            .flatMap(set -> set.policies().stream())
            .map(Policy::digest)
            .distinct()
            .toList());
    List<SourceStatus> sources =
        policies.all().stream()
            .flatMap(set -> set.source().stream())
            .map(PolicySource::status)
            .toList();
    if (!sources.isEmpty()) {
      health.withDetail("current", sources.stream().allMatch(SourceStatus::isCurrent));
      health.withDetail(
          "problems",
          sources.stream()
              .flatMap(source -> source.files().stream())
              .flatMap(file -> file.problem().stream())
              .map(ReloadProblem::kind)
              .map(ReloadProblem.Kind::id)
              .toList());
    }
    try {
      policies.all().forEach(set -> set.enforcer().engine().counters().stats());
    } catch (RuntimeException e) {
      health.down(e);
    }
    return health.build();
  }
}
