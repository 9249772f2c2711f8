package dev.mcppolicy.internal.rule;

import static dev.mcppolicy.internal.rule.Judging.list;
import static dev.mcppolicy.internal.rule.Judging.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Caller;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTest {

  private static final String LOOKS =
      "; a path looks like args.amount, args[\"user.email\"], args.files[0].name,"
          + " args.files[*].name, caller.id, server.name or tool.name";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "args.a",
        "args.a.b.c",
        "args[\"a.b\"]",
        "args[\"\"]",
        "args.a[0]",
        "args.a[10][2]",
        "args[0]",
        "args[*]",
        "args.a[*]",
        "args.a[*].b[0][*].c",
        "args[\"x y\"].z",
        "args.a-b",
        "args.größe",
        "args.args",
        "args.a b",
        "args.*",
        "args.$ref",
        "caller.id",
        "caller[\"team\"]",
        "caller.roles[*]",
        "server.name",
        "tool.name",
        "args.a[99999999999999999999]"
      })
  void a_path_is_read(String text) {
    assertThat(Path.parse(text).toString()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "args[\"v\"]              | args.v",
        "args[\"\\u0076\"]        | args.v",
        "args[\"a\"][\"b\"][*][0] | args.a.b[*][0]",
        "args[\"a.b\"].c          | args[\"a.b\"].c",
        "args[\"\\/\"]            | args./",
        "args[\"\\\"\"]           | args[\"\\\"\"]",
        "args[\"0\"]              | args.0",
        "args[\"*\"]              | args.*",
        "args[\"[*]\"][*]         | args[\"[*]\"][*]",
        "args[\"\\ud83d\\ude00\"] | args.😀",
        "args[\"\"]               | args[\"\"]"
      })
  void equal_paths_have_one_canonical_text_which_is_a_path_itself(String text, String canonical) {
    Path path = Path.parse(text);
    assertThat(path.canonical()).isEqualTo(canonical);
    assertThat(Path.parse(canonical)).isEqualTo(path).hasSameHashCodeAs(path);
  }

  @Test
  void an_index_is_no_key() {
    assertThat(Path.parse("args.a[0]")).isNotEqualTo(Path.parse("args.a[\"0\"]"));
    assertThat(Path.parse("args.a[*]")).isNotEqualTo(Path.parse("args.a[\"*\"]"));
    assertThat(Path.parse("args.a[9999999999]")).isNotEqualTo(Path.parse("args.a[99999999999]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "amount     | ; did you mean \"args.amount\"?",
        "user.email | ; did you mean \"args.user.email\"?",
        "arg.amount | ; did you mean \"args.amount\"?",
        "Args.v     | ; did you mean \"args.v\"?",
        "calller.id | ; did you mean \"caller.id\"?",
        "argsv      | ; did you mean \"args.argsv\"?",
        ".v         | " + "; a path looks like",
        "$.v        | ; did you mean \"args.$.v\"?"
      })
  void a_path_without_a_root_is_refused_with_a_guess(String text, String guess) {
    assertThatThrownBy(() -> Path.parse(text))
        .isInstanceOf(PathSyntaxException.class)
        .hasMessageStartingWith(
            "a path starts with args, caller, server.name or tool.name, which \""
                + text
                + "\" doesn't"
                + guess);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "args              | args alone is no value; name a part of it, as in args.id",
        "caller            | caller alone is no value; name a part of it, as in caller.id",
        "server            | of the server nothing but server.name can be read",
        "server.url        | of the server nothing but server.name can be read",
        "server[\"name\"]  | of the server nothing but server.name can be read",
        "tool              | of the tool nothing but tool.name can be read",
        "tool.names        | of the tool nothing but tool.name can be read",
        "server.name.x     | server.name is a text, and nothing follows it in a path",
        "tool.name[0]      | tool.name is a text, and nothing follows it in a path"
      })
  void a_root_is_followed_as_it_should_be(String text, String message) {
    assertThatThrownBy(() -> Path.parse(text)).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "args.          | 6 | a name has to follow the dot",
        "args..v        | 6 | a name has to follow the dot",
        "args.v.        | 8 | a name has to follow the dot",
        "args.[0]       | 6 | a name has to follow the dot",
        "args.\"v\"     | 6 | a name has to follow the dot",
        "args.v]        | 7 | a dot or an opening bracket has to stand",
        "args.v\"       | 7 | a dot or an opening bracket has to stand",
        "args.v[0]x     | 10 | a dot or an opening bracket has to stand",
        "args[          | 6 | the bracket isn't closed",
        "args.v[0       | 9 | the bracket isn't closed",
        "args.v[*       | 9 | the bracket isn't closed",
        "args[\"v\"     | 9 | the bracket isn't closed",
        "args.v[]       | 8 | a bracket holds an index, a key in double quotes or *",
        "args.v[-1]     | 8 | a bracket holds an index, a key in double quotes or *",
        "args.v[+1]     | 8 | a bracket holds an index, a key in double quotes or *",
        "args.v[ 0]     | 8 | a bracket holds an index, a key in double quotes or *",
        "args.v[٣]      | 8 | a bracket holds an index, a key in double quotes or *",
        "args['v']      | 6 | a bracket holds an index, a key in double quotes or *",
        "args.v[01]     | 8 | an index has no leading zeros",
        "args.v[00]     | 8 | an index has no leading zeros",
        "args.v[1.0]    | 9 | a closing bracket has to stand",
        "args.v[0 ]     | 9 | a closing bracket has to stand",
        "args.v[**]     | 9 | a closing bracket has to stand",
        "args[\"v\"x]   | 9 | a closing bracket has to stand",
        "args[\"v]      | 7 | the key's quotes aren't closed",
        "args[\"v\\\"]  | 7 | the key's quotes aren't closed"
      })
  void a_broken_path_is_refused_with_its_place(String text, int character, String what) {
    String shown = text.replace("\\", "\\\\").replace("\"", "\\\"");
    assertThatThrownBy(() -> Path.parse(text))
        .isInstanceOf(PathSyntaxException.class)
        .hasMessage(what + ", at character " + character + " of \"" + shown + "\"" + LOOKS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "args[\"\\x\"]",
        "args[\"\\u12\"]",
        "args[\"\\u12g4\"]",
        "args[\"\\u００41\"]",
        "args[\"\\",
        "args[\"\\U0041\"]"
      })
  void only_the_escapes_of_json_are_known(String text) {
    assertThatThrownBy(() -> Path.parse(text)).hasMessageStartingWith("this is no escape of JSON");
  }

  @Test
  void a_key_holds_no_raw_control_character_and_no_half_of_a_pair() {
    assertThatThrownBy(() -> Path.parse("args[\"a\nb\"]"))
        .hasMessageStartingWith("a control character of a key has to be escaped");
    assertThatThrownBy(() -> Path.parse("args[\"\\ud83d\"]"))
        .hasMessageStartingWith("a path holds half of a surrogate pair");
    assertThatThrownBy(() -> Path.parse("args[\"\\ude00\\ud83d\"]"))
        .hasMessageStartingWith("a path holds half of a surrogate pair");
    assertThatThrownBy(() -> Path.parse("args.\ud83d"))
        .hasMessageStartingWith("a path holds half of a surrogate pair");
    assertThatThrownBy(() -> Path.parse("")).hasMessage("a path is never empty" + LOOKS);
  }

  @Property
  void random_text_is_a_path_or_is_refused(
      @ForAll @Chars({'.', '[', ']', '"', '*', '0', '1', '\\', 'u', 'a'}) @StringLength(max = 12)
          String rest) {
    try {
      Path path = Path.parse("args" + rest);
      assertThat(Path.parse(path.canonical())).isEqualTo(path);
    } catch (PathSyntaxException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings()
        .ofMaxLength(6)
        .filter(key -> key.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff));
  }

  @Property
  void any_key_can_be_named_in_quotes(@ForAll("keys") String key) {
    StringBuilder text = new StringBuilder("args[");
    CanonicalJson.quote(key, text);
    Path path = Path.parse(text.append(']').toString());
    assertThat(path.resolve(ToolCall.of("t", Map.of(key, "here")))).isEqualTo("here");
    assertThat(Path.parse(path.canonical())).isEqualTo(path);
  }

  @Property
  void a_plain_field_is_the_same_in_quotes(
      @ForAll @AlphaChars @CharRange(from = '0', to = '9') @Chars({'-', '_'}) @StringLength(min = 1)
          String name) {
    assertThat(Path.parse("args." + name)).isEqualTo(Path.parse("args[\"" + name + "\"]"));
  }

  @Test
  void a_path_says_where_it_starts_and_whether_it_leads_to_many() {
    assertThat(Path.parse("args.v").root()).isEqualTo(Path.Root.ARGS);
    assertThat(Path.parse("caller.id").root()).isEqualTo(Path.Root.CALLER);
    assertThat(Path.parse("server.name").root()).isEqualTo(Path.Root.SERVER_NAME);
    assertThat(Path.parse("tool.name").root()).isEqualTo(Path.Root.TOOL_NAME);
    assertThat(Path.parse("args.v[0]").hasEach()).isFalse();
    assertThat(Path.parse("args.v[*].x").hasEach()).isTrue();
    assertThatThrownBy(() -> Path.parse("args.v[*]").resolve(ToolCall.of("t")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("path must not hold [*]: args.v[*]");
  }

  @Test
  void a_path_leads_to_a_value_or_says_why_not() {
    ToolCall call =
        ToolCall.of(
            "t",
            map(
                "v",
                1,
                "n",
                null,
                "o",
                map("k", "x", "n", null, "a.b", true),
                "l",
                list("first", null, map("k", 2)),
                "t",
                "text"));
    assertThat(resolve("args.v", call)).isEqualTo(1);
    assertThat(resolve("args.n", call)).isNull();
    assertThat(resolve("args.o.k", call)).isEqualTo("x");
    assertThat(resolve("args.o.n", call)).isNull();
    assertThat(resolve("args.o[\"a.b\"]", call)).isEqualTo(true);
    assertThat(resolve("args.l[0]", call)).isEqualTo("first");
    assertThat(resolve("args.l[1]", call)).isNull();
    assertThat(resolve("args.l[2].k", call)).isEqualTo(2);
    assertThat(resolve("args.o", call)).isEqualTo(map("k", "x", "n", null, "a.b", true));

    assertThat(resolve("args.x", call)).isEqualTo(Missing.ABSENT);
    assertThat(resolve("args.V", call)).isEqualTo(Missing.ABSENT);
    assertThat(resolve("args.x.y.z[0]", call)).isEqualTo(Missing.ABSENT);
    assertThat(resolve("args.o.x", call)).isEqualTo(Missing.ABSENT);
    assertThat(resolve("args.l[3]", call)).isEqualTo(Missing.ABSENT);
    assertThat(resolve("args.l[99999999999999999999]", call)).isEqualTo(Missing.ABSENT);
    assertThat(resolve("args.l[3].k", call)).isEqualTo(Missing.ABSENT);

    assertThat(resolve("args.n.x", call)).isEqualTo(Missing.UNDER_NULL);
    assertThat(resolve("args.n[0]", call)).isEqualTo(Missing.UNDER_NULL);
    assertThat(resolve("args.o.n.x.y", call)).isEqualTo(Missing.UNDER_NULL);
    assertThat(resolve("args.l[1].k", call)).isEqualTo(Missing.UNDER_NULL);

    assertThat(resolve("args.v.x", call)).isEqualTo(Missing.WRONG_TYPE);
    assertThat(resolve("args.v[0]", call)).isEqualTo(Missing.WRONG_TYPE);
    assertThat(resolve("args.t.length", call)).isEqualTo(Missing.WRONG_TYPE);
    assertThat(resolve("args.t[0]", call)).isEqualTo(Missing.WRONG_TYPE);
    assertThat(resolve("args.o[0]", call)).isEqualTo(Missing.WRONG_TYPE);
    assertThat(resolve("args.l.size", call)).isEqualTo(Missing.WRONG_TYPE);
    assertThat(resolve("args.l[\"0\"]", call)).isEqualTo(Missing.WRONG_TYPE);
    assertThat(resolve("args[0]", call)).isEqualTo(Missing.WRONG_TYPE);
  }

  @Test
  void caller_server_and_tool_can_be_read() {
    ToolCall bare = ToolCall.of("pay");
    ToolCall call =
        bare.withCaller(Caller.of("g").withId("alice").with("teams", List.of("ops")))
            .withServer("payments");
    assertThat(resolve("caller.id", call)).isEqualTo("alice");
    assertThat(resolve("caller.teams[0]", call)).isEqualTo("ops");
    assertThat(resolve("server.name", call)).isEqualTo("payments");
    assertThat(resolve("tool.name", call)).isEqualTo("pay");
    assertThat(resolve("caller.id", bare)).isEqualTo(Missing.ABSENT);
    assertThat(resolve("server.name", bare)).isEqualTo(Missing.ABSENT);
  }

  private static @Nullable Object resolve(String path, ToolCall call) {
    return Path.parse(path).resolve(call);
  }
}
