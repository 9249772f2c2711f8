package dev.mcppolicy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {

  private static final SecretKey KEY =
      new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
  private static final Policy OPEN = Policy.allowByDefault().build();

  @TempDir private Path folder;
  private Path file;
  private final TestClock clock = new TestClock();
  private final List<ReplayedCall> calls = new ArrayList<>();

  @BeforeEach
  void name() {
    file = folder.resolve("audit.jsonl");
  }

  private AuditLogBuilder log(ArgumentRedactor redactor) {
    return AuditLog.jsonLines(file).clock(clock).argumentsKey(KEY).recordArguments(redactor);
  }

  private PolicyEngine engine(Policy policy, AuditLog log) {
    return PolicyEngine.builder(policy)
        .clock(clock)
        .recorder(log)
        .approver(request -> CompletableFuture.completedFuture(Approver.Answer.APPROVE))
        .build();
  }

  private void record(Policy policy, AuditLogBuilder builder, ToolCall... made) throws IOException {
    try (AuditLog log = builder.open()) {
      PolicyEngine engine = engine(policy, log);
      for (ToolCall call : made) {
        engine.check(call).reservation().settle(Outcome.OK);
        clock.advance(Duration.ofSeconds(1));
      }
    }
  }

  private ReplaySummary replay(Replay replay) throws IOException {
    calls.clear();
    return replay.run(List.of(file), calls::add);
  }

  private List<ReplayVerdict> verdicts() {
    return calls.stream().map(ReplayedCall::verdict).toList();
  }

  private List<String> doubts() {
    return calls.stream().map(ReplayedCall::doubt).filter(doubt -> !doubt.isEmpty()).toList();
  }

  private static ToolCall pay(Object amount) {
    return ToolCall.of("pay", Map.of("amount", amount));
  }

  private static Policy policy(String tool) {
    return Policy.parse(
        "{'version':'1','default':'deny','tools':{'pay':%s}}".formatted(tool).replace('\'', '"'));
  }

  private static final Policy AT_MOST_9 =
      policy("{'require':[{'conditions':[{'path':'args.amount','op':'lte','value':9}]}]}");

  @Test
  void aLogReplayedByItsOwnPolicyIsTheSame() throws Exception {
    Policy policy =
        policy(
            "{'require':[{'conditions':[{'path':'args.amount','op':'lte','value':50}]}],"
                + "'concurrency':2,'limits':["
                + "{'counter':'spend','window':'minute','max':120,'amount_from':'args.amount'},"
                + "{'window':'hour','max':20,'scope':'session','refund':'failure'},"
                + "{'counter':'to','window':60,'max':60,'align':'calendar','per':'args.to'}]}");
    Random random = new Random(20261121);
    try (AuditLog log = log(ArgumentRedactor.everything()).open()) {
      PolicyEngine engine = engine(policy, log);
      List<Decision> open = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        clock.advance(Duration.ofMillis(1 + random.nextInt(9000)));
        if (!open.isEmpty() && random.nextInt(3) > 0) {
          Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
          open.remove(random.nextInt(open.size())).reservation().settle(outcome);
          continue;
        }
        Map<String, Object> arguments = new HashMap<>(Map.of("to", "c" + random.nextInt(3)));
        arguments.put("amount", random.nextInt(20) == 0 ? "ten" : random.nextInt(60));
        Decision decision =
            engine.check(
                ToolCall.of(random.nextInt(9) == 0 ? "fly" : "pay", arguments)
                    .withSession("s" + random.nextInt(2))
                    .withCaller(Caller.of("g" + random.nextInt(2))));
        if (decision.isAllowed()) {
          open.add(decision);
        }
      }
    }
    ReplaySummary summary = replay(Replay.of(policy));
    assertThat(verdicts()).hasSizeGreaterThan(200).containsOnly(ReplayVerdict.SAME);
    assertThat(calls.stream().map(call -> call.recorded().code()).distinct().count())
        .isGreaterThan(4);
    assertThat(summary.isSame()).isTrue();
  }

  @Test
  void tellsWhatWouldHaveBeenDecidedDifferently() throws Exception {
    record(OPEN, log(ArgumentRedactor.everything()), pay(5), pay(10), ToolCall.of("fly"));
    ReplaySummary summary = replay(Replay.of(AT_MOST_9));
    assertThat(verdicts())
        .containsExactly(ReplayVerdict.SAME, ReplayVerdict.DIFFERENT, ReplayVerdict.DIFFERENT);
    assertThat(calls.get(1).now().orElseThrow().toString())
        .contains("DENY require_failed /tools/pay/require/0", "args.amount lte 9 (saw 10)");
    assertThat(summary.isSame()).isFalse();
    assertThat(summary.count(ReplayVerdict.DIFFERENT)).isEqualTo(2);
  }

  @Test
  void whatWasRedactedIsNeverCalledTheSame() throws Exception {
    ToolCall call = ToolCall.of("pay", Map.of("amount", 5, "card", "4111"));
    record(OPEN, log(ArgumentRedactor.without("amount")), call);
    replay(Replay.of(AT_MOST_9));
    assertThat(doubts()).containsExactly(ReplayMessages.notRecorded(List.of("amount")));
    Files.delete(file);
    record(OPEN, log(ArgumentRedactor.without("card")), call);
    replay(Replay.of(AT_MOST_9));
    assertThat(verdicts()).containsExactly(ReplayVerdict.SAME);
    Files.delete(file);
    record(OPEN, AuditLog.jsonLines(file).clock(clock), call, ToolCall.of("fly", Map.of("x", 1)));
    replay(Replay.of(AT_MOST_9));
    assertThat(verdicts()).containsExactly(ReplayVerdict.UNDECIDED, ReplayVerdict.DIFFERENT);
  }

  @Test
  void aValueThatTheRedactorChangedIsNotTakenForTheCalls() throws Exception {
    record(OPEN, log(call -> Map.of("amount", 1)), pay(1000), pay(1));
    replay(Replay.of(AT_MOST_9));
    assertThat(doubts()).containsExactly(ReplayMessages.notRecorded(List.of("amount")));
    assertThat(verdicts()).containsExactly(ReplayVerdict.UNDECIDED, ReplayVerdict.SAME);
  }

  @Test
  void sealedArgumentsNeedTheirKey() throws Exception {
    ArgumentSeal seal = ArgumentSeal.of(new byte[32]);
    record(OPEN, log(ArgumentRedactor.everything()).seal(seal), pay(10));
    replay(Replay.of(AT_MOST_9));
    assertThat(doubts()).containsExactly(ReplayMessages.sealed());
    replay(Replay.of(AT_MOST_9).withSeal(ArgumentSeal.of(new byte[16])));
    assertThat(doubts()).containsExactly(ReplayMessages.wrongSeal());
    replay(Replay.of(AT_MOST_9).withSeal(seal));
    assertThat(verdicts()).containsExactly(ReplayVerdict.DIFFERENT);
  }

  @Test
  void anApprovalOfWhichNothingIsRecordedIsUndecided() throws Exception {
    Policy asking = policy("{'action':'require_approval'}");
    record(OPEN, log(ArgumentRedactor.everything()), pay(1));
    replay(Replay.of(asking));
    assertThat(doubts()).containsExactly(ReplayMessages.unknownApproval());
    Files.delete(file);
    record(policy("{'action':'deny'}"), log(ArgumentRedactor.everything()), pay(1));
    replay(Replay.of(asking));
    assertThat(verdicts()).containsExactly(ReplayVerdict.DIFFERENT);
    assertThat(calls.get(0).asks()).isTrue();
    Files.delete(file);
    try (AuditLog log = log(ArgumentRedactor.everything()).open()) {
      PolicyEngine.builder(asking).clock(clock).recorder(log).build().check(pay(1));
    }
    replay(Replay.of(asking));
    assertThat(verdicts()).containsExactly(ReplayVerdict.SAME);
  }

  @Test
  void anApprovalThatWasAskedForIsAnsweredAsItWas() throws Exception {
    Policy asking = policy("{'action':'require_approval'}");
    for (Answer said : List.of(Answer.APPROVE, Answer.DENY, Answer.PENDING, Answer.TIMEOUT)) {
      record(asking, said, pay(5));
      replay(Replay.of(asking));
      assertThat(verdicts()).as("%s", said).containsExactly(ReplayVerdict.SAME);
      Files.delete(file);
    }
    record(asking, Answer.APPROVE, pay(5), pay(10));
    replay(Replay.of(AT_MOST_9));
    assertThat(verdicts()).containsExactly(ReplayVerdict.SAME, ReplayVerdict.DIFFERENT);
  }

  @Test
  void aCallThatWasEditedIsReplayedAsItWasSent() throws Exception {
    Policy asking = policy("{'action':'require_approval'}");
    record(asking, Answer.approve(pay(3).arguments()), pay(1000));
    replay(Replay.of(AT_MOST_9));
    assertThat(verdicts()).containsExactly(ReplayVerdict.SAME);
    assertThat(calls.get(0).recorded().edited()).isTrue();
    replay(Replay.of(asking));
    assertThat(verdicts()).containsExactly(ReplayVerdict.SAME);
  }

  private void record(Policy policy, Answer said, ToolCall... made) throws Exception {
    try (AuditLog log = log(ArgumentRedactor.everything()).open()) {
      PolicyEngine engine =
          PolicyEngine.builder(policy)
              .clock(clock)
              .recorder(log)
              .approver(request -> CompletableFuture.completedFuture(said))
              .acceptEdits()
              .build();
      for (ToolCall call : made) {
        engine.check(call).reservation().settle(Outcome.OK);
      }
    }
  }

  @Test
  void aCounterThatDependsOnWhatIsUndecidedIsUndecidedToo() throws Exception {
    Policy policy =
        policy(
            "{'require':[{'conditions':[{'path':'args.amount','op':'lte','value':9}]}],"
                + "'rate_limit':{'max':2,'window':2}}");
    ArgumentRedactor some =
        call ->
            Integer.valueOf(3).equals(call.arguments().asMap().get("amount"))
                ? Map.of()
                : call.arguments().asMap();
    record(OPEN, log(some), pay(1), pay(3), pay(2), pay(10), pay(5), pay(6));
    replay(Replay.of(policy));
    assertThat(verdicts())
        .containsExactly(
            ReplayVerdict.SAME,
            ReplayVerdict.UNDECIDED,
            ReplayVerdict.UNDECIDED, // at one second, it may have been counted
            ReplayVerdict.DIFFERENT, // denied whatever the counter holds
            ReplayVerdict.UNDECIDED,
            ReplayVerdict.UNDECIDED);
    assertThat(calls.get(2).doubt()).isEqualTo(ReplayMessages.uncertainCounter("pay_rate"));
  }

  @Test
  void whatCameBeforeAndWhatIsMissingMakesCountersUncertain() throws Exception {
    Policy policy = policy("{'rate_limit':'2/minute'}");
    record(policy, log(ArgumentRedactor.everything()), pay(1), pay(2));
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(2, lines.size()));
    ReplaySummary summary = replay(Replay.of(policy));
    assertThat(verdicts()).containsExactly(ReplayVerdict.UNDECIDED);
    assertThat(summary.isSame()).isFalse();
  }

  @Test
  void whatWasDeniedByCircumstancesSaysNothingOfAPolicy() throws Exception {
    record(OPEN, log(ArgumentRedactor.everything()), ToolCall.of(""));
    replay(Replay.of(OPEN));
    assertThat(verdicts()).containsExactly(ReplayVerdict.UNDECIDED);
  }

  @Test
  void aChangedLogIsNeverTheSame() throws Exception {
    record(OPEN, log(ArgumentRedactor.everything()), pay(5));
    Files.writeString(file, Files.readString(file).replace("\"amount\":5", "\"amount\":6"));
    assertThat(replay(Replay.of(OPEN)).isSame()).isFalse();
  }

  @Test
  void aPolicyReadsRatherTooMuchThanTooLittle() {
    PolicyReads reads =
        PolicyReads.of(
            Policy.parse(
                """
                {"version":"1","default":"deny",
                 "all_tools":{"limits":[{"counter":"all","window":"minute","max":9,"per":["args.x.y","caller.id"]}]},
                 "tools":{"pay*":{"deny_if":[{"conditions":[{"any":[{"all":[{"path":"args.deep[0]","op":"exists","value":true}]}]}]}]},
                  "run":{"approve_if":[{"conditions":[{"path":"args[\\"a.b\\"]","op":"exists","value":true}]}],"concurrency":1},
                  "fly":{"limits":[{"window":"PT90S","max":9,"amount_from":"args.n"}]},
                  "see":{}}}
                """));
    assertThat(List.of("x", "deep")).allMatch(reads.ofTool("see")::reads);
    assertThat(reads.ofTool("see").readsCaller()).isTrue();
    assertThat(reads.ofTool("see").reads("n")).isFalse();
    assertThat(reads.ofTool("fly").reads("n")).isTrue();
    assertThat(reads.ofTool("run").reads("whatever")).isTrue();
    assertThat(reads.ofTool("fly").counters()).containsOnly("all", "/fly/limits/0");
    assertThat(reads.memory("/fly/limits/0")).isEqualTo(Duration.ofSeconds(90));
    assertThat(reads.memory("/run/concurrency")).isEqualTo(PolicyReads.EVER);
    assertThat(reads.memory("all")).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"18446744073709551616", "9223372036854775807", "1e30", "\"P999999999999D\""})
  void aWindowThatNeverEndsIsRememberedForEver(String window) {
    PolicyReads reads =
        PolicyReads.of(
            Policy.parse(
                "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"run\":{\"limits\":"
                    + "[{\"counter\":\"c\",\"window\":"
                    + window
                    + ",\"max\":2}]}}}"));
    assertThat(reads.memory("c")).isEqualTo(PolicyReads.EVER);
    Uncertainty uncertainty = new Uncertainty(reads);
    uncertainty.of("run", Instant.MAX.minusSeconds(1));
    assertThat(uncertainty.at("run", Instant.MAX)).contains("c");
  }

  @Test
  void everyDoubtIsSaidInASentence() {
    assertThat(
            List.of(
                ReplayMessages.circumstance(dev.mcppolicy.Code.STORE_FULL),
                ReplayMessages.circumstanceNow(dev.mcppolicy.Code.STORE_FULL),
                ReplayMessages.cut(List.of("tool", "args")),
                ReplayMessages.sealed(),
                ReplayMessages.wrongSeal(),
                ReplayMessages.notRecorded(List.of("a", "b")),
                ReplayMessages.callerNotRecorded(),
                ReplayMessages.notCallable(),
                ReplayMessages.uncertainCounter("spend"),
                ReplayMessages.unknownApproval()))
        .containsExactly(
            "it was denied by circumstances (store_full), not by a rule of a policy",
            "a replay can't tell whether there would be store_full",
            "the record is cut: tool, args",
            "the arguments are sealed, and no key was given",
            "the arguments can't be unsealed with this key",
            "the policy looks at arguments that aren't recorded as they were: a, b",
            "the policy looks at the caller, of whom nothing is recorded",
            "the record is of no call that could be made again",
            "what the counter \"spend\" would have held can't be said",
            "the policy asks for approval, and the record doesn't say whether somebody gave it");
  }
}
