package dev.mcppolicy.reference;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words of generated policies and calls: few, so that rules meet calls. */
final class Vocabulary {

  static final List<String> TOOLS =
      List.of("get", "get_user", "pay", "files/read", "a.b", "x~y", "a~1b", "Get", "\uD83D\uDE00");

  static final List<String> GLOBS =
      List.of("get*", "*", "?", "*.b", "files/*", "x?y", "g?t", "*~*", "*e*", "??*", "pa?", "**");

  static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "Asia/Kolkata",
          "Asia/Kathmandu",
          "Australia/Lord_Howe",
          "America/Havana",
          "America/Sao_Paulo",
          "Africa/Cairo",
          "Pacific/Apia");

  /** Near the jumps of the zones above, and elsewhere. */
  static final List<String> STARTS =
      List.of(
          "1970-01-01T00:00:00Z",
          "2026-02-28T23:59:59.999999999Z",
          "2026-03-28T22:30:00Z",
          "2026-03-29T00:30:00Z",
          "2026-10-24T21:59:00Z",
          "2026-10-25T00:15:00Z",
          "2026-03-08T04:30:00Z",
          "2026-03-08T06:45:00Z",
          "2026-11-01T03:30:00Z",
          "2026-11-01T05:10:00Z",
          "2026-04-04T13:40:00Z",
          "2026-10-03T15:10:00Z",
          "2026-04-23T21:00:00Z",
          "2026-10-29T20:30:00Z",
          "2018-11-04T02:30:00Z",
          "2018-02-17T23:30:00Z",
          "2011-12-30T08:00:00Z",
          "2026-07-05T23:59:59Z");

  private static final List<String> KEYS =
      List.of("a", "b", "c", "n", "k", "d.e", "o", "l", "\u00e9\"\\", "a b", "*", "");

  private final Draw draw;

  Vocabulary(Draw draw) {
    this.draw = draw;
  }

  // ---------------------------------------------------------------- names

  String tool() {
    return draw.percent(97) ? draw.from(TOOLS) : draw.of("other", "get ", "A.B", "all_tools");
  }

  String toolOrGlob() {
    return draw.percent(60) ? draw.from(TOOLS) : draw.from(GLOBS);
  }

  // ---------------------------------------------------------------- paths

  String path() {
    return switch (draw.upTo(19)) {
      case 0 -> "caller.id";
      case 1 -> draw.of("caller.team", "caller[\"team\"]", "caller.level", "caller.tags[*]");
      case 2 -> "server.name";
      case 3 -> "tool.name";
      case 4 -> "args[\"d.e\"]";
      case 5 ->
          draw.of(
              "args.l[2147483648]",
              "args.l[99999999999999999999]",
              "args.a b",
              "args.*",
              "args[\"\"]",
              "args.caf\u00e9.x",
              "args[\"a\"]",
              "args[\"\\u0061\"]",
              "args[\"\u00e9\\\"\\\\\"]");
      case 6, 7 -> "args.l[*]";
      case 8 -> "args.l[" + draw.upTo(2) + "]";
      case 9 -> "args.l[*]." + draw.of("x", "y");
      case 10 -> "args.l[*].x[*]";
      case 11 -> "args.o." + draw.of("x", "y", "z");
      case 12 -> "args.o.x." + draw.of("x", "n");
      case 13 -> "args.o[\"x\"][*]";
      default -> "args." + draw.of("a", "a", "a", "b", "b", "c", "k", "n", "o", "l");
    };
  }

  /** Without {@code [*]}. */
  String pathToOne() {
    return draw.of(
        "args.k",
        "args.k",
        "args.a",
        "args[\"d.e\"]",
        "args.o.x",
        "args.l[0]",
        "caller.id",
        "tool.name",
        "server.name");
  }

  String amountPath() {
    return draw.of("args.n", "args.n", "args.o.n", "args[\"n\"]", "args.l[0]");
  }

  // ---------------------------------------------------------------- values

  BigDecimal number() {
    return new BigDecimal(
        draw.of(
            "0",
            "1",
            "1",
            "2",
            "3",
            "5",
            "10",
            "-1",
            "-0",
            "0.0",
            "1.0",
            "1e0",
            "1.5",
            "0.1",
            "0.3",
            "2.50",
            "100",
            "1E+2",
            "9007199254740993",
            "9007199254740992",
            "9223372036854775808",
            "1e300",
            "1e400",
            "-1e400",
            "1e-400"));
  }

  /** Past the bounds of the language, as only arguments may be. */
  Unjudgeable hugeNumber() {
    return new Unjudgeable(
        draw.of(
            "1e401",
            "-1e401",
            "1e-401",
            "5E+500",
            "9".repeat(401),
            "0." + "0".repeat(400) + "1",
            "1" + "0".repeat(400) + ".5"));
  }

  String text() {
    return draw.of(
        "",
        "a",
        "a",
        "b",
        "A",
        "ab",
        "abc",
        "b\n",
        "a\nb",
        "1",
        "true",
        "null",
        "\u00e9",
        "e\u0301",
        "\uD83D\uDE00",
        "ma\u0131n",
        "1e400",
        "get",
        "alice");
  }

  String regex() {
    return draw.of(
        "^a",
        "b$",
        "^(a|ab)$",
        "(?i)A",
        "[0-9]+",
        "^.$",
        "^$",
        "",
        "[^a]",
        "(?s)a.b",
        "a.b",
        "(?m)a$",
        "\\p{L}{2}",
        "a{2,3}",
        "\\bab\\b",
        "(a*)*$",
        "\\z",
        "\\d");
  }

  String folder() {
    return draw.of(
        "/",
        "/app",
        "/app/x",
        "/app/",
        "/app/../etc",
        "\\app",
        "C:\\app",
        "c:/",
        "d:/app/x",
        "/A",
        "/C:/app");
  }

  /** A file path, or nearly one. */
  String file() {
    if (draw.percent(5)) {
      return draw.of(
          "",
          "~/x",
          "~",
          "app",
          "C:app",
          "C:",
          "/app\0",
          "./app",
          "//",
          "C:\\\\app",
          "\\??\\C:\\app",
          "/??/app",
          "C:\\app.",
          "c:/app /x",
          "c:/app:x",
          "/app./x");
    }
    StringBuilder path = new StringBuilder(draw.of("", "", "", "", "C:", "c:", "D:", "x", "1:"));
    for (int i = draw.upTo(4); i >= 0; i--) {
      path.append(draw.of("/", "/", "/", "\\", "//"));
      path.append(
          draw.of(
              "app",
              "app",
              "app",
              "x",
              "etc",
              "..",
              "..",
              ".",
              "",
              "...",
              " ",
              ".. ",
              "application",
              "APP",
              "C:",
              "~",
              "a b",
              "%2e%2e"));
    }
    return path.toString();
  }

  String host() {
    return draw.of(
        "example.com",
        "*.example.com",
        "EXAMPLE.org",
        "127.0.0.1",
        "[::1]",
        "[2001:DB8::1]",
        "localhost",
        "a_b.com",
        "*.org",
        "xn--e1afmkfd.com",
        "[::ffff:10.0.0.1]",
        "10.0.0.1",
        "*.b-.c1");
  }

  String url() {
    return draw.of("http", "https", "https", "https", "HTTPS", "ftp", "", "http\u0131", "httpx")
        + draw.of("://", "://", "://", "://", "://", "://", ":", "//", ":/", ":///", ":\\\\")
        + draw.of("", "", "", "", "", "", "", "", "user@", "u:p@", "@", "\u00e9@", " ")
        + draw.of(
            "example.com",
            "example.com",
            "www.example.com",
            "a.b.example.com",
            "Example.ORG",
            "example.org",
            "x.org",
            "127.0.0.1",
            "127.0.0.01",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "127.0.0.0x1",
            "1.0xg",
            "0x7f000001",
            "[::1]",
            "[0:0::0:1]",
            "[0:0:0:0:0:0:0:1]",
            "[2001:db8:0::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::FFFF:10.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::10.0.0.1]",
            "[1:2:3:4:5:6:7:8:9]",
            "[::1",
            "::1",
            "[v1.a]",
            "[fe80::1%25eth0]",
            "[::g]",
            "[]",
            "localhost",
            "a_b.com",
            "a..com",
            ".com",
            "example.com.",
            "evil.com",
            "ex%61mple.com",
            "notexample.com",
            "example.com.evil.com",
            "x.b-.c1",
            "10.0.0.1",
            "256.0.0.1",
            "1.2.3.4.5",
            "a.1",
            "\u0435xample.com",
            "xn--e1afmkfd.com",
            "a".repeat(63) + ".org",
            "a".repeat(64) + ".org",
            ("a".repeat(49) + ".").repeat(5) + "org",
            ("a".repeat(49) + ".").repeat(4) + "a".repeat(49) + ".org",
            "exa mple.com",
            "a,b.com",
            "")
        + draw.of(
            "",
            "",
            "",
            "",
            "",
            "",
            ":",
            ":80",
            ":00443",
            ":65535",
            ":65536",
            ":0",
            ":x",
            ":-1",
            ":99999999999999999999",
            ":8:9",
            ": 80")
        + draw.of(
            "",
            "",
            "/",
            "/",
            "/p/q",
            "/p?q=[1]",
            "/?a/b?c",
            "?x",
            "#f",
            "/#a#b",
            "/p#f?g/h",
            "/%41",
            "/%4",
            "/%",
            "/%zz",
            "\\",
            "\\@example.com",
            "/\\",
            "/a b",
            "/\t",
            "\n",
            "/\u00e9",
            "/a|b",
            "/[x]",
            "/\"",
            "/<>",
            "/^",
            "/`",
            "/{x}",
            "/:@!$&'()*+,;=",
            "/~-._",
            "?%",
            "#\u00e9",
            "@example.com",
            "#@example.com",
            "/\u0000");
  }

  /** Any JSON value; in a call's arguments it may hold numbers past the bounds. */
  @Nullable Object value(int depth, boolean inCall) {
    int kind = draw.upTo(depth > 0 ? 15 : 11);
    return switch (kind) {
      case 0, 1, 2 -> text();
      case 3, 4, 5, 6 -> inCall && draw.percent(6) ? hugeNumber() : number();
      case 7 -> draw.percent(50);
      case 8 -> null;
      case 9 -> inCall ? file() : text();
      case 10 -> inCall ? url() : number();
      case 11 -> text();
      case 12, 13 -> draw.listOf(0, 3, () -> value(depth - 1, inCall));
      default -> object(depth, inCall);
    };
  }

  private Map<String, @Nullable Object> object(int depth, boolean inCall) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = draw.upTo(2); i >= 0; i--) {
      object.put(draw.of("x", "x", "y", "z", "n"), value(depth - 1, inCall));
    }
    if (draw.percent(10)) {
      object.clear();
    }
    return object;
  }

  Map<String, @Nullable Object> arguments() {
    Map<String, @Nullable Object> args = new LinkedHashMap<>();
    List<String> keys = new ArrayList<>(KEYS);
    for (int i = draw.upTo(4); i > 0; i--) {
      String key = draw.from(keys);
      args.put(key, value(3, true));
    }
    return args;
  }
}
