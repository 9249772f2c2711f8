package dev.mcppolicy.internal.rule;

import static dev.mcppolicy.internal.rule.Judging.call;
import static dev.mcppolicy.internal.rule.Judging.comparison;
import static dev.mcppolicy.internal.rule.Judging.list;
import static dev.mcppolicy.internal.rule.Judging.map;
import static dev.mcppolicy.internal.rule.Truth.FALSE;
import static dev.mcppolicy.internal.rule.Truth.TRUE;
import static dev.mcppolicy.internal.rule.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.ToolCall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionTest {

  private static Truth each(
      String path, String operator, @Nullable Object constant, boolean require, Object v) {
    return comparison(path, operator, constant, false, require).test(call(v));
  }

  private static Truth each(String operator, @Nullable Object constant, Object v) {
    Truth truth = each("args.v[*]", operator, constant, false, v);
    assertThat(each("args.v[*]", operator, constant, true, v)).isEqualTo(truth);
    return truth;
  }

  @Test
  void the_elements_have_to_agree() {
    assertThat(each("eq", "ok", list("ok", "ok"))).isEqualTo(TRUE);
    assertThat(each("eq", "ok", list("no", "none"))).isEqualTo(FALSE);
    assertThat(each("eq", "ok", list("ok", "no"))).isEqualTo(UNKNOWN);
    assertThat(each("eq", "ok", list("no", "ok"))).isEqualTo(UNKNOWN);
    assertThat(each("eq", "ok", list("no", 5))).isEqualTo(UNKNOWN);
    assertThat(each("eq", "ok", list("ok", 5))).isEqualTo(UNKNOWN);
    assertThat(each("eq", "ok", list(5))).isEqualTo(UNKNOWN);
    assertThat(each("eq", "ok", list("no", null))).isEqualTo(FALSE);
    assertThat(each("eq", "ok", list("ok", null))).isEqualTo(UNKNOWN);
    assertThat(each("neq", "ok", list("no", null))).isEqualTo(UNKNOWN);
    assertThat(each("neq", "ok", list("a", "b"))).isEqualTo(TRUE);
    assertThat(each("neq", "ok", list("ok", "ok"))).isEqualTo(FALSE);
    assertThat(each("neq", "ok", list("ok", "b"))).isEqualTo(UNKNOWN);
    assertThat(each("exists", true, list(1, null))).isEqualTo(UNKNOWN);
    assertThat(each("exists", false, list(null, null))).isEqualTo(TRUE);
  }

  @Test
  void no_elements_are_true_in_require_and_false_elsewhere() {
    for (String operator : List.of("eq", "neq", "exists")) {
      Object constant = operator.equals("exists") ? (Object) false : "x";
      assertThat(each("args.v[*]", operator, constant, true, list())).isEqualTo(TRUE);
      assertThat(each("args.v[*]", operator, constant, false, list())).isEqualTo(FALSE);
      assertThat(each("args.v[*].a.b", operator, constant, true, list())).isEqualTo(TRUE);
    }
  }

  @Test
  void an_absent_or_null_list_is_nothing_and_another_value_is_unknown() {
    for (boolean require : List.of(true, false)) {
      Condition yes = comparison("args.v[*].k", "eq", "x", false, require);
      Condition no = comparison("args.v[*].k", "neq", "x", false, require);
      Condition missing = comparison("args.v[*].k", "exists", false, false, require);
      for (ToolCall nothing : List.of(ToolCall.of("t"), call(null))) {
        assertThat(yes.test(nothing)).isEqualTo(FALSE);
        assertThat(no.test(nothing)).isEqualTo(UNKNOWN);
        assertThat(missing.test(nothing)).isEqualTo(TRUE);
      }
      for (Object value : List.of("x", 5, true, map("0", "x"))) {
        assertThat(yes.test(call(value))).isEqualTo(UNKNOWN);
        assertThat(no.test(call(value))).isEqualTo(UNKNOWN);
        assertThat(missing.test(call(value))).isEqualTo(UNKNOWN);
      }
    }
  }

  @Test
  void lists_in_lists_combine_level_by_level() {
    String path = "args.v[*].l[*]";
    assertThat(each(path, "eq", 1, false, list(map("l", list(1, 1)), map("l", list(1)))))
        .isEqualTo(TRUE);
    assertThat(each(path, "eq", 1, false, list(map("l", list(2, 3)), map("l", list(4)))))
        .isEqualTo(FALSE);
    assertThat(each(path, "eq", 1, false, list(map("l", list(1)), map("l", list(2)))))
        .isEqualTo(UNKNOWN);
    assertThat(each(path, "eq", 1, true, list(map("l", list()), map("l", list(1)))))
        .isEqualTo(TRUE);
    assertThat(each(path, "eq", 1, false, list(map("l", list()), map("l", list(1)))))
        .isEqualTo(UNKNOWN);
    assertThat(each(path, "eq", 1, true, list(map("l", list(1)), map()))).isEqualTo(UNKNOWN);
    assertThat(each(path, "eq", 1, true, list(map("l", list(1)), map("l", null))))
        .isEqualTo(UNKNOWN);
    assertThat(each(path, "eq", 1, true, list(map("l", list(1)), 5))).isEqualTo(UNKNOWN);
    assertThat(each("args.v[*][*]", "eq", 1, true, list(list(1), list(1, 1)))).isEqualTo(TRUE);
    assertThat(each("args.v[*][0].k", "eq", 1, true, list(list(map("k", 1))))).isEqualTo(TRUE);
  }

  @Test
  void optional_is_true_for_what_is_absent_and_for_nothing_else() {
    for (String operator : List.of("eq", "neq")) {
      Condition condition = comparison("args.a.b", operator, "x", true, true);
      Truth ofNull = operator.equals("eq") ? FALSE : UNKNOWN;
      assertThat(condition.test(ToolCall.of("t"))).isEqualTo(TRUE);
      assertThat(condition.test(ToolCall.of("t", map("a", map())))).isEqualTo(TRUE);
      assertThat(condition.test(ToolCall.of("t", map("a", null)))).isEqualTo(ofNull);
      assertThat(condition.test(ToolCall.of("t", map("a", map("b", null))))).isEqualTo(ofNull);
      assertThat(condition.test(ToolCall.of("t", map("a", "x")))).isEqualTo(UNKNOWN);
      assertThat(condition.test(ToolCall.of("t", map("a", list())))).isEqualTo(UNKNOWN);
    }
  }

  @Test
  void optional_applies_to_the_list_and_to_each_element() {
    Condition condition = comparison("args.v[*].k", "eq", 1, true, true);
    assertThat(condition.test(ToolCall.of("t"))).isEqualTo(TRUE);
    assertThat(condition.test(call(null))).isEqualTo(FALSE);
    assertThat(condition.test(call(list()))).isEqualTo(TRUE);
    assertThat(condition.test(call(list(map(), map("k", 1))))).isEqualTo(TRUE);
    assertThat(condition.test(call(list(map(), map("k", 2))))).isEqualTo(UNKNOWN);
    assertThat(condition.test(call(list(map(), map("k", null))))).isEqualTo(UNKNOWN);
    assertThat(condition.test(call(list(map(), null)))).isEqualTo(UNKNOWN);
    assertThat(condition.test(call(list(map(), "x")))).isEqualTo(UNKNOWN);
  }

  @Test
  void a_path_through_the_wrong_type_is_unknown_to_every_operator() {
    ToolCall call = ToolCall.of("t", map("a", "text"));
    assertThat(comparison("args.a.b", "eq", null).test(call)).isEqualTo(UNKNOWN);
    assertThat(comparison("args.a.b", "exists", false).test(call)).isEqualTo(UNKNOWN);
    assertThat(comparison("args.a.b", "exists", true).test(call)).isEqualTo(UNKNOWN);
    assertThat(comparison("args.a.b", "type", "null").test(call)).isEqualTo(UNKNOWN);
    assertThat(comparison("args.a[0]", "neq", 1).test(call)).isEqualTo(UNKNOWN);
  }

  @Test
  void a_null_parent_is_an_absent_value() {
    ToolCall call = ToolCall.of("t", map("a", null));
    assertThat(comparison("args.a.b", "eq", null).test(call)).isEqualTo(FALSE);
    assertThat(comparison("args.a.b", "neq", null).test(call)).isEqualTo(UNKNOWN);
    assertThat(comparison("args.a.b", "exists", false).test(call)).isEqualTo(TRUE);
    assertThat(comparison("args.a.b", "type", "null").test(call)).isEqualTo(FALSE);
    assertThat(comparison("args.a", "type", "null").test(call)).isEqualTo(TRUE);
  }

  @Test
  void groups_combine_as_in_kleenes_logic() {
    Condition t = comparison("args.v", "eq", 1);
    Condition f = comparison("args.v", "eq", 2);
    Condition u = comparison("args.v", "eq", "1");
    ToolCall call = call(1);
    assertThat(Condition.anyOf(List.of(f, u, t), "").test(call)).isEqualTo(TRUE);
    assertThat(Condition.anyOf(List.of(u, f), "").test(call)).isEqualTo(UNKNOWN);
    assertThat(Condition.anyOf(List.of(f, f), "").test(call)).isEqualTo(FALSE);
    assertThat(Condition.allOf(List.of(t, u, f), "").test(call)).isEqualTo(FALSE);
    assertThat(Condition.allOf(List.of(u, t), "").test(call)).isEqualTo(UNKNOWN);
    assertThat(Condition.allOf(List.of(t, t), "").test(call)).isEqualTo(TRUE);
    assertThat(new Predicate(List.of(t, u), null, "").test(call)).isEqualTo(UNKNOWN);
    assertThat(new Predicate(List.of(u, f), null, "").test(call)).isEqualTo(FALSE);
  }

  @Test
  void a_group_is_never_empty() {
    assertThatThrownBy(() -> Condition.anyOf(List.of(), "")).hasMessage("parts must not be empty");
    assertThatThrownBy(() -> Condition.allOf(List.of(), "")).hasMessage("parts must not be empty");
    assertThatThrownBy(() -> new Predicate(List.of(), null, ""))
        .hasMessage("conditions must not be empty");
  }

  @Provide
  Arbitrary<Condition> conditions() {
    Arbitrary<String> paths =
        Arbitraries.of(
            "args.a", "args.a.b", "args.a[*]", "args.a[*].b", "args.a[*][*]", "args.a[0]");
    Arbitrary<List<Object>> tests =
        Arbitraries.of(
            list("eq", 1),
            list("neq", "x"),
            list("eq", null),
            list("neq", null),
            list("in", list(1, "x")),
            list("not_in", list(2)),
            list("gt", 0),
            list("exists", true),
            list("exists", false),
            list("contains", 1),
            list("not_contains", "x"),
            list("starts_with", "x"),
            list("not_regex", "y"),
            list("length_lte", 1),
            list("type", "integer"));
    Arbitrary<Condition> leaves =
        Combinators.combine(paths, tests, Arbitraries.of(true, false), Arbitraries.of(true, false))
            .as(
                (path, test, optional, require) ->
                    comparison(
                        path,
                        String.valueOf(test.get(0)),
                        test.get(1),
                        optional && require && !"exists".equals(test.get(0)),
                        require));
    return Arbitraries.recursive(
        () -> leaves,
        part ->
            Arbitraries.oneOf(
                part.list().ofMinSize(1).ofMaxSize(3).map(parts -> Condition.anyOf(parts, "/any")),
                part.list().ofMinSize(1).ofMaxSize(3).map(parts -> Condition.allOf(parts, "/all"))),
        0,
        2);
  }

  @Provide
  Arbitrary<ToolCall> calls() {
    Arbitrary<Object> leaves =
        Arbitraries.<Object>of(1, 2, 1.0, "x", "1", true, new BigDecimal("1e401"), Double.NaN)
            .injectNull(0.2);
    Arbitrary<Object> values =
        Arbitraries.recursive(
            () -> leaves,
            part ->
                Arbitraries.oneOf(
                    part.list().ofMaxSize(3).map(elements -> (Object) elements),
                    part.map(each -> (Object) map("b", each)),
                    Arbitraries.just((Object) Map.of())),
            0,
            3);
    return Arbitraries.oneOf(
        Arbitraries.just(ToolCall.of("t")), values.map(each -> ToolCall.of("t", map("a", each))));
  }

  @Property(tries = 5_000)
  void a_trace_comes_to_what_the_test_says(
      @ForAll("conditions") Condition condition, @ForAll("calls") ToolCall call) {
    Trace trace = condition.trace(call);
    assertThat(trace.truth()).isEqualTo(condition.test(call));
    assertThat(trace.pointer()).isEqualTo(condition.pointer());
    assertThat(new Predicate(List.of(condition), null, "/p").trace(call).truth())
        .isEqualTo(condition.test(call));
  }

  /** An element more may make a call unknown, but what couldn't be judged stays so. */
  @Property(tries = 3_000)
  void an_element_more_never_lets_pass_what_did_not(
      @ForAll("elements") List<Object> elements, @ForAll("elements") List<Object> more) {
    List<Object> longer = new ArrayList<>(elements);
    longer.addAll(more);
    for (String operator : List.of("eq", "neq", "gt", "starts_with", "not_regex")) {
      Object constant = operator.equals("gt") ? (Object) 0 : "x";
      for (boolean require : List.of(true, false)) {
        Condition condition = comparison("args.v[*]", operator, constant, false, require);
        Truth before = condition.test(call(elements));
        Truth after = condition.test(call(longer));
        if (!elements.isEmpty()) {
          assertThat(after == before || after == UNKNOWN).isTrue();
        } else if (require && after == TRUE) {
          assertThat(before).isEqualTo(TRUE);
        }
      }
    }
    Truth before = Judging.judge("not_contains", "x", elements);
    if (before != TRUE) {
      assertThat(Judging.judge("not_contains", "x", longer)).isNotEqualTo(TRUE);
    }
  }

  @Provide
  Arbitrary<List<Object>> elements() {
    return Arbitraries.<Object>of("x", "y", "xy", 1, -1, true, Double.NaN)
        .injectNull(0.2)
        .list()
        .ofMaxSize(4);
  }

  @Test
  void a_trace_reads_like_the_policy() {
    Condition amount = comparison("args.amount", "gt", 50000);
    Condition each = comparison("args[\"[*]\"][*].p", "within", "/app", true, true);
    Condition group = Condition.anyOf(List.of(amount, each), "/any");
    ToolCall call =
        ToolCall.of(
            "t",
            map("amount", 70000L, "[*]", list(map("p", "/app/x"), map("p", "/etc"), map(), "x")));
    Trace trace = group.trace(call);
    assertThat(trace.text()).isEqualTo("any");
    assertThat(trace.seen()).isNull();
    assertThat(trace.truth()).isEqualTo(TRUE);
    assertThat(trace.children()).hasSize(2);
    assertThat(trace.children().get(0))
        .isEqualTo(new Trace("/c", "args.amount gt 50000", "70000", TRUE, List.of()));
    Trace list = trace.children().get(1);
    assertThat(list.text()).isEqualTo("args[\"[*]\"][*].p within \"/app\", optional");
    assertThat(list.seen()).isEqualTo("[{\"p\": \"/app/x\"}, {\"p\": \"/etc\"}, {}, \"x\"]");
    assertThat(list.truth()).isEqualTo(UNKNOWN);
    assertThat(list.children())
        .extracting(Trace::text, Trace::seen, Trace::truth)
        .containsExactly(
            tuple(0, "\"/app/x\"", TRUE),
            tuple(1, "\"/etc\"", FALSE),
            tuple(2, "absent", TRUE),
            tuple(3, "wrong type", UNKNOWN));
  }

  private static org.assertj.core.groups.Tuple tuple(int index, String seen, Truth truth) {
    return org.assertj.core.groups.Tuple.tuple(
        "args[\"[*]\"][" + index + "].p within \"/app\", optional", seen, truth);
  }

  @Test
  void a_trace_says_why_there_was_no_value() {
    Condition condition = comparison("args.a.b", "eq", 1);
    assertThat(condition.trace(ToolCall.of("t")).seen()).isEqualTo("absent");
    assertThat(condition.trace(ToolCall.of("t", map("a", null))).seen()).isEqualTo("null parent");
    assertThat(condition.trace(ToolCall.of("t", map("a", 1))).seen()).isEqualTo("wrong type");
    assertThat(condition.trace(ToolCall.of("t", map("a", map("b", null)))).seen())
        .isEqualTo("null");
    assertThat(comparison("args.a[*]", "eq", 1).trace(ToolCall.of("t", map("a", null))).seen())
        .isEqualTo("null parent");
    assertThat(condition).hasToString("args.a.b eq 1");
  }
}
