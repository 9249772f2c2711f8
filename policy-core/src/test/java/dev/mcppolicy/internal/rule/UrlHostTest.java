package dev.mcppolicy.internal.rule;

import static dev.mcppolicy.internal.rule.Judging.judge;
import static dev.mcppolicy.internal.rule.Truth.FALSE;
import static dev.mcppolicy.internal.rule.Truth.TRUE;
import static dev.mcppolicy.internal.rule.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlHostTest {

  private static final List<String> LISTED =
      List.of("good.com", "*.good.org", "127.0.0.1", "[2001:db8::1]", "a_b.com", "localhost");

  private static Truth hostIn(List<String> hosts, String url) {
    Truth in = judge("host_in", hosts, url);
    assertThat(judge("host_not_in", hosts, url)).isEqualTo(in.not());
    return in;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://good.com",
        "https://good.com/",
        "HTTPS://GOOD.COM/",
        "HtTp://Good.Com?x",
        "http://good.com#x",
        "http://good.com:80/",
        "http://good.com:/",
        "http://good.com:00080/",
        "http://good.com:000000000000000000080/",
        "http://good.com:65535/",
        "http://good.com:0/",
        "http://good.com/a@evil.com",
        "http://good.com/@evil.com:8080/",
        "http://good.com?@evil.com",
        "http://good.com#@evil.com/",
        "http://good.com/%2e%2e/%00",
        "http://good.com//evil.com/",
        "http://good.com/a;b=c,d'(e)*!$&+~._-",
        "http://good.com/?a=b?c/d",
        "https://a.good.org/",
        "https://a.b.c.good.org/",
        "https://A.GOOD.ORG",
        "https://evil.com.good.org",
        "https://-.good.org",
        "https://_dmarc.good.org/",
        "https://1.good.org/",
        "https://0x7f.good.org/",
        "http://127.0.0.1/",
        "http://127.0.0.1:8080",
        "http://[2001:db8::1]/",
        "http://[2001:DB8:0:0:0:0:0:1]:443/",
        "http://[2001:0db8::0.0.0.1]/",
        "http://a_b.com/",
        "http://localhost"
      })
  void these_are_on_the_list(String url) {
    assertThat(hostIn(LISTED, url)).isEqualTo(TRUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.com",
        "http://good.com.evil.com",
        "http://evil.com#good.com",
        "http://evil.com/good.com",
        "http://evil.com?good.com",
        "http://evil.com/%40good.com",
        "http://notgood.com",
        "http://a.good.com",
        "http://good.org",
        "http://xgood.org",
        "http://goodXorg",
        "http://good.comm",
        "http://ood.com",
        "http://127.0.0.2/",
        "http://0.0.0.0/",
        "http://169.254.169.254/latest/meta-data/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[2001:db8::2]/",
        "http://[::ffff:127.0.0.2]/",
        "http://[fe80::1]/",
        "http://127.0.0.1.nip.io/",
        "http://0x7f.0.0.1.com/",
        "http://xn--gd-kja.com/",
        "http://com",
        "http://good-com",
        "http://0x7f000001g/"
      })
  void these_are_not(String url) {
    assertThat(hostIn(LISTED, url)).isEqualTo(FALSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "good.com",
        "//good.com/",
        "/good.com",
        "http:good.com",
        "http:/good.com",
        "http:///good.com",
        "http://",
        "http:///",
        "http://?good.com",
        "http://#good.com",
        "http://:80/",
        "ftp://good.com/",
        "ws://good.com/",
        "file://good.com/x",
        "javascript://good.com/%0aalert(1)",
        "httpx://good.com/",
        "httpſ://good.com/", // the long s
        " http://good.com/",
        "http://good.com/ ",
        "http://good.com\t/",
        "http://good.com\n/",
        "http://go\nod.com/",
        "\thttp://good.com/",
        "ht\ntp://good.com/",
        "http://good.com@evil.com/",
        "http://good.com:80@evil.com/",
        "http://good.com%40evil.com/",
        "http://user:pw@good.com/",
        "http://@good.com/",
        "http://:@good.com/",
        "http://good.com\\@evil.com/",
        "http:\\\\good.com/",
        "http:/\\good.com/",
        "http://good.com\\evil",
        "http://good.com/a\\b",
        "http://evil.com\\.good.com/",
        "http://good.com./",
        "http://good.com.:80/",
        "http://good..com/",
        "http://.good.com/",
        "http://./",
        "http://go%6fd.com/",
        "http://good.com%00.evil.com/",
        "http://good。com/",
        "http://gооd.com/", // Cyrillic look-alikes
        "http://ⓖood.com/",
        "http://goo\u00add.com/",
        "http://good.com/ü",
        "http://good.com/?q=ü",
        "http://good.com/#ü",
        "http://good.com/\u200b",
        "http://good.com/\0",
        "http://good.com:65536/",
        "http://good.com:99999999999999999999/",
        "http://good.com:-1/",
        "http://good.com:+80/",
        "http://good.com:80:80/",
        "http://good.com:8o/",
        "http://good.com:٨٠/",
        "http://good.com: 80/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://0X7F000001/",
        "http://0x/",
        "http://0x7f.0.0.1/",
        "http://0x7f.0x0.0x0.0x1/",
        "http://127.0.0.0x1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://127.0.0.01/",
        "http://127.000.000.001/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://127.0.0.256/",
        "http://1.2.3.4.5/",
        "http://good.com.1/",
        "http://1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[0:0:0:0:0:ffff:127.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[::1/",
        "http://::1/",
        "http://[]/",
        "http://[:]/",
        "http://[::1]x/",
        "http://[::1]:x/",
        "http://[::1%25eth0]/",
        "http://[::1%eth0]/",
        "http://[v1.fe80::a]/",
        "http://[::1].good.com/",
        "http://x[::1]/",
        "http://[[::1]]/",
        "http://[1:2:3:4:5:6:7:8:9]/",
        "http://[1:2:3:4:5:6:7]/",
        "http://[1::2::3]/",
        "http://[:1::]/",
        "http://[1:]/",
        "http://[12345::]/",
        "http://[::127.0.0.01]/",
        "http://[127.0.0.1]/",
        "http://good.com/%",
        "http://good.com/%2",
        "http://good.com/%zz",
        "http://good.com/%２f",
        "http://good.com/#a#b",
        "http://good.com/[x]",
        "http://good.com/?[x]",
        "http://good.com/\"",
        "http://good.com/<x>",
        "http://good.com/a^b",
        "http://good.com/a`b",
        "http://good.com/{x}",
        "http://good.com/a|b",
        "http://good,com/",
        "http://good+com/",
        "http://*.good.org/",
        "http://good.com;evil.com/",
        "http://good.com&evil.com/"
      })
  void these_can_not_be_judged(String url) {
    assertThat(hostIn(LISTED, url)).isEqualTo(UNKNOWN);
  }

  @Test
  void labels_and_names_have_the_lengths_of_dns() {
    String label = "a".repeat(63);
    assertThat(hostIn(List.of(label + ".com"), "http://" + label + ".com/")).isEqualTo(TRUE);
    assertThat(hostIn(LISTED, "http://a" + label + ".com/")).isEqualTo(UNKNOWN);
    String name = (label + ".").repeat(3) + "a".repeat(61);
    assertThat(hostIn(LISTED, "http://" + name + "/")).isEqualTo(FALSE);
    assertThat(hostIn(LISTED, "http://" + name + "a/")).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1/, TRUE",
    "127.0.0.1, http://[::ffff:127.0.0.1]/, UNKNOWN",
    "127.0.0.1, http://[::7f00:1]/, UNKNOWN",
    "127.0.0.1, http://[64:ff9b::7f00:1]/, UNKNOWN",
    "127.0.0.1, http://[64:ff9b::1:7f00:1]/, FALSE",
    "127.0.0.1, http://[::1]/, FALSE",
    "[::ffff:127.0.0.1], http://127.0.0.1/, UNKNOWN",
    "[::ffff:127.0.0.1], http://[::ffff:7f00:1]/, TRUE",
    "[::ffff:127.0.0.1], http://[::127.0.0.1]/, UNKNOWN",
    "[::ffff:127.0.0.1], http://127.0.0.2/, FALSE",
    "[::], http://0.0.0.0/, UNKNOWN",
    "[::1], http://[0:0:0:0:0:0:0:1]/, TRUE",
    "[::1], http://[0000::0001]/, TRUE",
    "[::1], http://[::0.0.0.1]/, TRUE",
    "[FE80::A], http://[fe80::a]/, TRUE",
    "[fe80::a], http://fe80/, FALSE",
    "127.0.0.1, http://localhost/, FALSE"
  })
  void addresses_match_by_value_and_what_carries_a_listed_one_is_unknown(
      String listed, String url, Truth truth) {
    assertThat(hostIn(List.of(listed), url)).isEqualTo(truth);
  }

  @Test
  void one_entry_that_matches_is_enough_and_one_that_can_not_be_told_is_not_overruled() {
    String mapped = "http://[::ffff:127.0.0.1]/";
    assertThat(hostIn(List.of("127.0.0.1", "[::ffff:127.0.0.1]"), mapped)).isEqualTo(TRUE);
    assertThat(hostIn(List.of("127.0.0.1", "[::1]", "a.com"), mapped)).isEqualTo(UNKNOWN);
  }

  @Test
  void hosts_know_no_case_whatever_the_locale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(new Locale("tr", "TR"));
      assertThat(hostIn(List.of("INTERNAL.io"), "HTTP://internal.IO/")).isEqualTo(TRUE);
      assertThat(hostIn(List.of("*.wiki.io"), "https://A.WIKI.IO/")).isEqualTo(TRUE);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Provide
  Arbitrary<String> urls() {
    Arbitrary<String> scheme = Arbitraries.of("http://", "https://", "HTTP://");
    Arbitrary<String> atom =
        Arbitraries.of(
            "a",
            "good.com",
            ".",
            ":",
            "80",
            "@",
            "/",
            "?",
            "#",
            "[",
            "]",
            "::",
            "1",
            "0x",
            "ff",
            "%41",
            "%",
            "-",
            "_",
            "127.0.0.1",
            "\\",
            " ",
            "é",
            "//",
            "[::1]",
            "x");
    return Combinators.combine(scheme, atom.list().ofMaxSize(7))
        .as((s, atoms) -> s + String.join("", atoms));
  }

  @Property(tries = 20_000)
  void the_host_is_the_one_that_the_jdk_sees(@ForAll("urls") String url) {
    UrlHost host = UrlHost.of(url);
    URI uri = parse(url);
    if (host == null || uri == null || uri.getHost() == null) {
      return;
    }
    assertThat(uri.getHost()).isEqualTo(url.substring(host.from(), host.end()));
    assertThat(uri.getUserInfo()).isNull();
  }

  @Property(tries = 5_000)
  void what_is_known_is_a_uri_to_the_jdk(@ForAll("urls") String url) {
    if (UrlHost.of(url) != null && !url.contains("_") && !url.contains(":-")) {
      assertThat(parse(url)).isNotNull();
    }
  }

  private static @Nullable URI parse(String url) {
    try {
      return new URI(url);
    } catch (java.net.URISyntaxException e) {
      return null;
    }
  }

  @Provide
  Arbitrary<String> addresses() {
    Arbitrary<String> atom =
        Arbitraries.of("::", ":", "0", "1", "ff", "1234", "12345", "1.2.3.4", "ffff", "01.2.3.4");
    return atom.list().ofMinSize(1).ofMaxSize(17).map(atoms -> String.join("", atoms));
  }

  @Property(tries = 20_000)
  void an_ipv6_address_has_the_value_that_the_jdk_reads(@ForAll("addresses") String text)
      throws UnknownHostException {
    IpAddress address = IpAddress.ofGroups(text, 0, text.length());
    if (address != null) {
      assertThat(bytes(address)).isEqualTo(jdkBytes(text));
    }
  }

  @Property
  void every_way_to_write_an_ipv6_address_has_one_value(
      @ForAll @Size(8) List<Integer> numbers, @ForAll boolean upper) throws UnknownHostException {
    int[] groups = numbers.stream().mapToInt(number -> number & 0x8003).toArray();
    StringBuilder full = new StringBuilder();
    for (int group : groups) {
      full.append(full.length() == 0 ? "" : ":").append(Integer.toHexString(group));
    }
    IpAddress expected = IpAddress.ofGroups(full.toString(), 0, full.length());
    assertThat(bytes(Objects.requireNonNull(expected))).isEqualTo(jdkBytes(full.toString()));
    String shortened = full.toString().replaceFirst("(^|:)0(:0)*(:|$)", "::");
    String cased = upper ? shortened.toUpperCase(Locale.ROOT) : shortened;
    assertThat(IpAddress.ofGroups(cased, 0, cased.length())).isEqualTo(expected);
  }

  private static byte[] bytes(IpAddress address) {
    return ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
  }

  /** Returns the 16 bytes of a literal; the JDK turns mapped addresses into IPv4. */
  private static byte[] jdkBytes(String text) throws UnknownHostException {
    InetAddress address = InetAddress.getByName("[" + text + "]");
    if (address instanceof Inet6Address) {
      return address.getAddress();
    }
    ByteBuffer mapped = ByteBuffer.allocate(16);
    mapped.putShort(10, (short) 0xffff).position(12);
    return mapped.put(address.getAddress()).array();
  }

  @Property
  void a_dotted_quad_has_one_spelling(@ForAll @Size(4) List<Byte> octets) {
    StringBuilder quad = new StringBuilder();
    long value = 0;
    for (Byte octet : octets) {
      quad.append(quad.length() == 0 ? "" : ".").append(octet & 0xff);
      value = value << 8 | (octet & 0xff);
    }
    String text = quad.toString();
    assertThat(IpAddress.ofQuad(text, 0, text.length())).isEqualTo(new IpAddress(true, 0, value));
    for (String broken : List.of("0" + text, text + ".", "." + text, text + ".0", text + "0000")) {
      assertThat(IpAddress.ofQuad(broken, 0, broken.length())).isNull();
    }
  }

  @Property
  void random_text_is_never_an_exception(@ForAll String text) {
    assertThat(UrlHost.of(text)).isNull();
    assertThat(UrlHost.of("http://[" + text)).isNull();
    Truth truth = hostIn(LISTED, "http://" + text);
    assertThat(truth == TRUE && !text.isEmpty() && text.charAt(0) >= 0x80).isFalse();
  }
}
