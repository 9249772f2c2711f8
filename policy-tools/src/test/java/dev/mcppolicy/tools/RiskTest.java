package dev.mcppolicy.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskTest {

  private static Risk risk(String name, String description, Map<String, ?> schema) {
    return Risk.of(
        "server",
        ToolDefinition.of(Map.of("name", name, "description", description, "inputSchema", schema)));
  }

  private static Map<String, Object> taking(String... names) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String name : names) {
      properties.put(name, Map.of("type", "string"));
    }
    return Map.of("type", "object", "properties", properties);
  }

  private static List<String> signals(Risk risk) {
    return risk.signals().stream().map(Signal::text).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "read_file, READ",
    "readFile, READ",
    "ReadFile, READ",
    "READ_FILE, READ",
    "read-file, READ",
    "files.read, READ",
    "server_delete_issue, DESTRUCTIVE",
    "github_create_issue, WRITE",
    "deleteURLNow, DESTRUCTIVE",
    "XMLDelete, DESTRUCTIVE",
    "deletefile, DESTRUCTIVE",
    "runcommand, EXECUTE",
    "getuser, READ",
    "deletes_issue, DESTRUCTIVE",
    "issue_read, READ",
    "post_get, READ",
    "get_or_create_page, WRITE",
    "get_and_delete, DESTRUCTIVE",
    "list_then_execute, EXECUTE",
    "batch_execute, EXECUTE",
    "list_invoices, FINANCIAL",
    "löschen, DESTRUCTIVE",
    "datei_löschen, DESTRUCTIVE",
    "eliminar_archivo, DESTRUCTIVE",
    "supprimer_fichier, DESTRUCTIVE",
    "удалить_файл, DESTRUCTIVE",
    "найти, READ",
    "çalıştır, EXECUTE",
    "删除文件, DESTRUCTIVE",
    "ファイルを削除, DESTRUCTIVE",
    "파일삭제, DESTRUCTIVE",
    "获取数据, READ",
    "payer_facture, FINANCIAL",
    "rechnung_bezahlen, FINANCIAL",
    "frobnicate, WRITE",
    "t, WRITE",
    "123, WRITE",
    "🙂, WRITE",
    "listen, WRITE",
    "executive_summary, READ",
    "settings, WRITE",
  })
  void aNameSaysWhatAToolDoes(String name, Category category) {
    assertThat(risk(name, "", Map.of()).category()).isEqualTo(category);
  }

  @Test
  void theReasonIsAlwaysShown() {
    Risk purge =
        Risk.of(
            "server",
            ToolDefinition.of(
                Map.of("name", "purge_all", "annotations", Map.of("readOnlyHint", true))));
    assertThat(purge.category()).isEqualTo(Category.DESTRUCTIVE);
    assertThat(purge.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(purge.confidence()).isEqualTo(Confidence.LOW);
    assertThat(signals(purge))
        .containsExactly(
            "name begins with `purge`, a word of destroying",
            "what is lost may be much (`all`)",
            "no description",
            "says it is read-only but is called `purge_all`");

    Risk write = risk("write_file", "Writes a file.", taking("path", "api_key", "source_url"));
    assertThat(signals(write))
        .containsExactly(
            "name begins with `write`, a word of writing",
            "accepts a file system path (`path`)",
            "accepts a secret (`api_key`)",
            "accepts a URL (`source_url`)");
    assertThat(write.confidence()).isEqualTo(Confidence.HIGH);

    assertThat(signals(risk("frobnicate", "", Map.of())))
        .containsExactly(
            "nothing says what it does, so it is taken to change something", "no description");
  }

  @Test
  void argumentsSayWhatAToolTakes() {
    Risk command = risk("get_output", "Gets output.", taking("cmd"));
    assertThat(command.category()).isEqualTo(Category.EXECUTE);
    assertThat(command.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(signals(command)).contains("free-form command (`cmd`)");

    assertThat(signals(risk("get_x", "Gets x.", taking("password"))))
        .contains("accepts a secret (`password`)");
    assertThat(signals(risk("get_x", "Gets x.", taking("page_token", "max_tokens", "key"))))
        .noneMatch(signal -> signal.contains("secret"));
    assertThat(risk("thing", "", taking("javascript")).category()).isEqualTo(Category.EXECUTE);
    assertThat(risk("get_country", "Gets a country.", taking("country_code")).category())
        .isEqualTo(Category.READ);
    String[] many = "a b c d e f g h i j k l m n o p q".split(" ");
    assertThat(signals(risk("get_x", "Gets x.", taking(many)))).contains("17 parameters");
    assertThat(signals(risk("get_x", "Gets.", Map.of("additionalProperties", true))))
        .contains("accepts parameters that it doesn't name");
    Risk amount = risk("create_charge_for", "Creates.", taking("amount"));
    assertThat(amount.category()).isEqualTo(Category.FINANCIAL);
    assertThat(risk("add_item", "Adds.", taking("amount")).category())
        .isEqualTo(Category.FINANCIAL);
  }

  @Test
  void aDescriptionRaisesButNeverLowers() {
    assertThat(risk("get_cache", "Deletes the cache.", Map.of()).category())
        .isEqualTo(Category.DESTRUCTIVE);
    assertThat(risk("get_x", "Gets x. Deletes it afterwards.", Map.of()).category())
        .isEqualTo(Category.DESTRUCTIVE);
    assertThat(
            risk("update_x", "Updates x. The old one is permanently erased.", Map.of()).category())
        .isEqualTo(Category.DESTRUCTIVE);
    assertThat(risk("delete_x", "Reads x. Read-only and safe.", Map.of()).category())
        .isEqualTo(Category.DESTRUCTIVE);
    assertThat(risk("tool", "Use this tool to run a job.", Map.of()).category())
        .isEqualTo(Category.EXECUTE);
    assertThat(signals(risk("run_it", "Runs arbitrary code.", Map.of())))
        .contains("description says that it runs whatever it is given");
  }

  @Test
  void annotationsRaiseButNeverLower() {
    for (Category category : Category.values()) {
      String name =
          Map.of(
                  Category.READ, "get_x",
                  Category.WRITE, "create_x",
                  Category.EXECUTE, "run_x",
                  Category.DESTRUCTIVE, "delete_x",
                  Category.FINANCIAL, "pay_x")
              .get(category);
      for (String hint :
          List.of("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")) {
        for (boolean value : List.of(true, false)) {
          Risk bare = Risk.of("s", ToolDefinition.of(Map.of("name", name)));
          Risk hinted =
              Risk.of(
                  "s", ToolDefinition.of(Map.of("name", name, "annotations", Map.of(hint, value))));
          assertThat(bare.category()).isEqualTo(category);
          assertThat(hinted.category()).isGreaterThanOrEqualTo(category);
          assertThat(hinted.severity()).isGreaterThanOrEqualTo(bare.severity());
        }
      }
    }
    Risk destroys =
        Risk.of(
            "s",
            ToolDefinition.of(
                Map.of("name", "write_file", "annotations", Map.of("destructiveHint", true))));
    assertThat(destroys.category()).isEqualTo(Category.DESTRUCTIVE);
  }

  @Test
  void aNameThatLooksLikeAnotherIsNeverARead() {
    Risk cyrillic = risk("gеt_user", "Gets a user.", Map.of());
    assertThat(cyrillic.category()).isEqualTo(Category.WRITE);
    assertThat(cyrillic.severity()).isEqualTo(Severity.HIGH);
    assertThat(cyrillic.confidence()).isEqualTo(Confidence.LOW);
    assertThat(signals(cyrillic))
        .contains("`gеt` is written with letters of another alphabet, and looks like `get`");
    assertThat(risk("dеlete_user", "Gets a user.", Map.of()).category())
        .isEqualTo(Category.DESTRUCTIVE);
    for (String letter : List.of("\u0564", "\uab70", "\ua4d3")) {
      Risk mixed = risk(letter + "elete_user", "Gets a user.", Map.of());
      assertThat(mixed.category()).as(letter).isEqualTo(Category.WRITE);
      assertThat(mixed.severity()).as(letter).isEqualTo(Severity.HIGH);
      assertThat(signals(mixed))
          .contains("`" + letter + "elete` mixes letters of several alphabets");
    }
    assertThat(risk("get_\u6587\u66f8api", "Gets it.", Map.of()).category())
        .isEqualTo(Category.READ);
    Risk unseen = risk("de\u200Blete", "Gets.", Map.of());
    assertThat(unseen.category()).isEqualTo(Category.DESTRUCTIVE);
    assertThat(signals(unseen))
        .contains("name holds characters that nobody sees (`de\\u200blete`)");
    for (String filler : List.of("\u3164", "\u2800", "\n", "\ufffc", "\u180b")) {
      Risk filled = risk("de" + filler + "lete", "Gets.", Map.of());
      assertThat(filled.category()).as(filler).isEqualTo(Category.DESTRUCTIVE);
      assertThat(filled.confidence()).as(filler).isEqualTo(Confidence.LOW);
    }
    assertThat(risk("get_all", "De\u200bletes\nall.", Map.of()).category())
        .isEqualTo(risk("get_all", "Deletes\nall.", Map.of()).category())
        .isNotEqualTo(risk("get_all", "Gets\nall.", Map.of()).category());
  }

  @Test
  void longTextsAreReadInPartAndQuickly() {
    String flood = "get ".repeat(200_000);
    Risk risk = risk("get_x", flood, Map.of());
    assertThat(signals(risk))
        .contains("description is longer than the 4000 characters that were read");
    assertThat(risk.severity()).isEqualTo(Severity.MEDIUM);
  }

  @Property(tries = 500)
  void whateverAServerSaysIsClassifiedAndAlwaysAlike(
      @ForAll String name, @ForAll String description, @ForAll String parameter) {
    try {
      ToolDefinition tool =
          ToolDefinition.of(
              Map.of("name", name, "description", description, "inputSchema", taking(parameter)));
      Risk risk = Risk.of(description, tool);
      assertThat(Risk.of(description, tool)).isEqualTo(risk);
      assertThat(risk.signals()).isNotEmpty();
    } catch (InvalidInventoryException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }

  @Property(tries = 300)
  void aDangerousVerbIsFoundWhateverSurroundsIt(@ForAll("plainWords") String noun) {
    for (String name : List.of("delete_" + noun, "get_" + noun + "_and_delete", "purge-" + noun)) {
      assertThat(risk(name, "Gets " + noun, Map.of()).category())
          .isGreaterThanOrEqualTo(Category.DESTRUCTIVE);
    }
  }

  @net.jqwik.api.Provide
  net.jqwik.api.Arbitrary<String> plainWords() {
    return net.jqwik.api.Arbitraries.strings()
        .withCharRange('a', 'z')
        .ofMinLength(1)
        .ofMaxLength(9);
  }
}
