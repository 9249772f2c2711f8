package dev.mcppolicy.spring;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.reload.PolicySource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;

/**
 * Where the policies of a set are.
 *
 * @param location the one of every grant that has none of its own, if there is one
 * @param grants those of grants
 */
record PolicyFiles(@Nullable Resource location, Map<String, Resource> grants) {

  /** More than any policy may have. */
  private static final int TOO_MANY_BYTES = 2 * 1024 * 1024;

  boolean isEmpty() {
    return location == null && grants.isEmpty();
  }

  /** Returns all policies by grant, null for every other; throws with the problems of all. */
  Map<@Nullable String, Policy> load() {
    Map<@Nullable String, Policy> policies = new LinkedHashMap<>();
    List<InvalidPolicyException> invalid = new ArrayList<>();
    grants.forEach((grant, resource) -> load(grant, resource, policies, invalid));
    if (location != null) {
      load(null, location, policies, invalid);
    }
    if (invalid.size() == 1) {
      throw invalid.get(0);
    }
    if (!invalid.isEmpty()) {
      String problems =
          invalid.stream().map(Throwable::getMessage).collect(Collectors.joining("\n"));
      throw new PolicyConfigurationException(problems, StarterMessages.MEND);
    }
    return policies;
  }

  private static void load(
      @Nullable String grant,
      Resource resource,
      Map<@Nullable String, Policy> policies,
      List<InvalidPolicyException> invalid) {
    try (InputStream in = resource.getInputStream()) {
      policies.put(grant, Policy.parse(in.readNBytes(TOO_MANY_BYTES), name(resource)));
    } catch (InvalidPolicyException e) {
      invalid.add(e);
    } catch (IOException e) {
      PolicyConfigurationException failure =
          new PolicyConfigurationException(
              StarterMessages.unreadable(resource.getDescription()), StarterMessages.READABLE);
      failure.initCause(e);
      throw failure;
    }
  }

  private static String name(Resource resource) {
    String file = resource.getFilename();
    return file == null ? resource.getDescription() : file;
  }

  /** Returns a source that watches all of them. */
  PolicySource.Builder source() {
    Map<String, Path> files = new LinkedHashMap<>();
    grants.forEach((grant, resource) -> files.put(grant, file(resource)));
    if (location == null) {
      return PolicySource.byGrant(files);
    }
    return PolicySource.byGrant(files).otherwise(file(location));
  }

  private static Path file(Resource resource) {
    try {
      return resource.getFile().toPath();
    } catch (IOException e) {
      PolicyConfigurationException failure =
          new PolicyConfigurationException(
              StarterMessages.notInAFile(resource.getDescription()), StarterMessages.IN_FILES);
      failure.initCause(e);
      throw failure;
    }
  }
}
