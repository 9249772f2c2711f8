package dev.mcppolicy.internal.rule;

import static dev.mcppolicy.internal.rule.Judging.list;
import static dev.mcppolicy.internal.rule.Judging.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that no operator takes, and the words in which it says so. */
class RefusedConstantTest {

  static Stream<Arguments> cases() {
    String folders = "must be an absolute path or a list of them";
    String texts = "must be a text or a list of texts";
    String hosts = "must be a list of hosts";
    return Stream.of(
        refused("in", "root", "", "must be a list of values, not \"root\""),
        refused("in", null, "", "must be a list of values, not null"),
        refused("in", list(), "", "must be a list of values that is not empty"),
        refused("not_in", map("a", 1), "", "must be a list of values, not an object"),
        refused("gt", "100", "", "must be a number, not \"100\""),
        refused("lt", null, "", "must be a number, not null"),
        refused("lte", list(1), "", "must be a number, not a list"),
        refused("gte", true, "", "must be a number, not true"),
        refused("gte", Double.NaN, "", "must be a number, not NaN"),
        refused("regex", 5, "", "must be a pattern, not 5"),
        refused("not_regex", list("a"), "", "must be a pattern, not a list"),
        refused("starts_with", 5, "", texts + ", not 5"),
        refused("starts_with", list(), "", texts + " that is not empty"),
        refused("ends_with", list("a", 5), "/1", "must be a text, not 5"),
        refused("ends_with", list("a", null), "/1", "must be a text, not null"),
        refused("exists", "true", "", "must be true or false, not \"true\""),
        refused("exists", null, "", "must be true or false, not null"),
        refused("within", 5, "", folders + ", not 5"),
        refused("within", list(), "", folders + " that is not empty"),
        refused("within", list("/app", 5), "/1", "must be an absolute path, not 5"),
        refused("not_within", null, "", folders + ", not null"),
        refused("host_in", "example.com", "", hosts + ", not \"example.com\""),
        refused("host_in", list(), "", hosts + " that is not empty"),
        refused("host_not_in", list("a.com", 5), "/1", "must be a host, not 5"),
        refused("length_lte", 2.5, "", "must be an integer of at least 0, not 2.5"),
        refused("length_lte", -1, "", "must be an integer of at least 0, not -1"),
        refused("length_gte", "3", "", "must be an integer of at least 0, not \"3\""),
        refused(
            "type",
            "text",
            "",
            "must be one of string, number, integer, boolean, array, object, null, not \"text\""),
        refused(
            "type",
            "Integer",
            "",
            "must be one of string, number, integer, boolean, array, object, null, not"
                + " \"Integer\"; did you mean \"integer\"?"),
        refused(
            "type",
            null,
            "",
            "must be one of string, number, integer, boolean, array, object, null, not null"));
  }

  private static Arguments refused(
      String operator, @Nullable Object constant, String suffix, String message) {
    return Arguments.of(operator, constant, suffix, message);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_value_is_refused_where_it_is_wrong(
      String operator, @Nullable Object constant, String suffix, String message) {
    InvalidConstantException refusal =
        catchThrowableOfType(
            InvalidConstantException.class, () -> Judging.comparison("args.v", operator, constant));
    assertThat(refusal).hasMessage(message);
    assertThat(refusal.pointerSuffix()).isEqualTo(suffix);
  }

  @Test
  void eq_and_contains_take_any_value() {
    for (Object value : list(null, "a", 5, true, list(), map(), list(map("a", null)))) {
      for (String operator : List.of("eq", "neq", "contains", "not_contains")) {
        assertThat(Judging.comparison("args.v", operator, value)).isNotNull();
      }
    }
    assertThat(Judging.comparison("args.v", "in", list((Object) null))).isNotNull();
    assertThat(Judging.comparison("args.v", "length_lte", new BigDecimal("1e2"))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app       | must be an absolute path such as \"/app\" or \"C:\\\\app\", not \"app\"",
        "./app     | must be an absolute path such as \"/app\" or \"C:\\\\app\", not \"./app\"",
        "~/app     | must be an absolute path: what ~ stands for is not known here, in \"~/app\"",
        "//srv/app | must not begin with two separators, as a network share does: \"//srv/app\"",
        "C:        | a separator has to follow the drive letter, as in \"C:\\\\app\", in \"C:\"",
        "C:app     | a separator has to follow the drive letter, as in \"C:\\\\app\", in \"C:app\"",
        "C:/app./x | Windows does not know this folder by this name: a part of a path with a"
            + " drive letter neither ends with a dot or space nor holds a colon: \"C:/app./x\""
      })
  void a_folder_is_an_absolute_path(String folder, String message) {
    assertThatThrownBy(() -> Judging.comparison("args.v", "within", folder)).hasMessage(message);
    assertThatThrownBy(() -> Judging.comparison("args.v", "not_within", list("/", folder)))
        .hasMessage(message);
  }

  @Test
  void a_folder_is_no_empty_text_and_holds_no_nul() {
    assertThatThrownBy(() -> Judging.comparison("args.v", "within", ""))
        .hasMessageEndingWith(", not \"\"");
    assertThatThrownBy(() -> Judging.comparison("args.v", "within", "/a\0b"))
        .hasMessage("must not hold a NUL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "https://example.com/ | must be a host alone, without scheme, path or user, not the URL"
            + " \"https://example.com/\"",
        "example.com/x     | must be a host alone, without scheme, path or user, not the URL"
            + " \"example.com/x\"",
        "me@example.com    | must be a host alone, without scheme, path or user, not the URL"
            + " \"me@example.com\"",
        "example.com:443   | must be a host without a port, since every port is meant:"
            + " \"example.com:443\"",
        "[::1]:443         | must be a host without a port, since every port is meant:"
            + " \"[::1]:443\"",
        "::1               | an IPv6 address stands in brackets: write \"[::1]\"",
        "example.com.      | must be a host without a final dot: \"example.com.\"",
        "*                 | * stands for subdomains only, as in \"*.example.com\", not as in"
            + " \"*\"",
        "*.*.com           | * stands for subdomains only, as in \"*.example.com\", not as in"
            + " \"*.*.com\"",
        "a.*.com           | * stands for subdomains only, as in \"*.example.com\", not as in"
            + " \"a.*.com\"",
        "*example.com      | * stands for subdomains only, as in \"*.example.com\", not as in"
            + " \"*example.com\"",
        "*.10.0.0.1        | * stands for subdomains only, as in \"*.example.com\", not as in"
            + " \"*.10.0.0.1\"",
        "bücher.de         | a host is written in ASCII: write the xn-- form of \"bücher.de\"",
        "10.0.0            | is no IP address: \"10.0.0\"; write \"10.0.0.1\" or \"[2001:db8::1]\"",
        "10.0.0.256        | is no IP address: \"10.0.0.256\"; write \"10.0.0.1\" or"
            + " \"[2001:db8::1]\"",
        "0x7f000001        | is no IP address: \"0x7f000001\"; write \"10.0.0.1\" or"
            + " \"[2001:db8::1]\"",
        "[::1::]           | is no IP address: \"[::1::]\"; write \"10.0.0.1\" or"
            + " \"[2001:db8::1]\"",
        "exa mple.com      | must be a host name, \"*.\" and a host name, or an IP address (IPv6"
            + " in brackets), not \"exa mple.com\"",
        "a..b              | must be a host name, \"*.\" and a host name, or an IP address (IPv6"
            + " in brackets), not \"a..b\"",
        ".com              | must be a host name, \"*.\" and a host name, or an IP address (IPv6"
            + " in brackets), not \".com\"",
        "``                | must be a host name, \"*.\" and a host name, or an IP address (IPv6"
            + " in brackets), not \"\""
      })
  void a_host_is_a_name_or_an_address_and_nothing_else(String host, String message) {
    InvalidConstantException refusal =
        catchThrowableOfType(
            InvalidConstantException.class,
            () -> Judging.comparison("args.v", "host_in", list("a.com", host)));
    assertThat(refusal).hasMessage(message);
    assertThat(refusal.pointerSuffix()).isEqualTo("/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "localhost",
        "example.com",
        "EXAMPLE.com",
        "*.com",
        "*.example.org",
        "a_b",
        "-a-.b",
        "xn--bcher-kva.de",
        "127.0.0.1",
        "[::1]",
        "[::FFFF:1.2.3.4]",
        "1.2.3.4.com",
        "0x7f.com"
      })
  void a_host_may_be(String host) {
    assertThat(Judging.comparison("args.v", "host_in", list(host))).isNotNull();
  }
}
