package dev.mcppolicy.tools.lock;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schema of {@code com.networknt:json-schema-validator}, the only class that knows it. It loads
 * nothing from anywhere, and matches patterns in linear time. Thread-safe.
 */
final class NetworkntJudge implements ArgumentSchema.Judge {

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder
                  .schemaCacheEnabled(false)
                  .schemaLoader(
                      loader ->
                          loader
                              .fetchRemoteResources(false)
                              .block(iri -> !iri.toString().contains("json-schema.org/draft")))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .formatAssertionsEnabled(false)
                          .locale(Locale.ROOT)
                          .regularExpressionFactory(NetworkntJudge::pattern)
                          .build()));

  private final Schema schema;

  NetworkntJudge(Map<String, @Nullable Object> schema) {
    JsonNode document = Nodes.of(schema);
    this.schema = REGISTRY.getSchema(document);
    this.schema.initializeValidators();
  }

  private static RegularExpression pattern(String regex) {
    return Patterns.compile(regex)::find;
  }

  @Override
  public Optional<String> misfit(Map<String, ?> arguments) {
    List<Error> errors = schema.validate(Nodes.of(arguments));
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    Error first = errors.get(0);
    return Optional.of(
        LockMessages.misfits(
            LockMessages.quoted(String.valueOf(first.getInstanceLocation())),
            String.valueOf(first.getKeyword()),
            errors.size() - 1));
  }
}
