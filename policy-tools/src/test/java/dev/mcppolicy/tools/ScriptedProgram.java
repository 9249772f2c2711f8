package dev.mcppolicy.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server over standard input and output that behaves as its argument says. */
public final class ScriptedProgram {

  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private ScriptedProgram() {}

  static List<String> command(String behaviour) {
    return List.of(
        System.getProperty("java.home") + "/bin/java",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        ScriptedProgram.class.getName(),
        behaviour);
  }

  public static void main(String[] args) throws Exception {
    String behaviour = args[0];
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    switch (behaviour) {
      case "dies" -> {
        System.err.println("no token\u001b[31m given");
        return;
      }
      case "floods" -> {
        byte[] noise = "x".repeat(65_536).getBytes(UTF_8);
        while (!OUT.checkError()) {
          OUT.write(noise, 0, noise.length);
        }
        return;
      }
      case "chatters" -> {
        for (int i = 0; i < 3_000; i++) {
          OUT.println("loading part " + i);
        }
      }
      case "complains" -> {
        for (int i = 0; i < 20_000; i++) {
          System.err.println("warning: this server complains a lot, and for a long time");
        }
      }
      case "hangs" -> {
        new ProcessBuilder(command("waits")).start();
        Thread.currentThread().join();
      }
      case "waits" -> Thread.currentThread().join();
      default -> OUT.println("Server running on stdio");
    }
    int page = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Matcher id = ID.matcher(line);
      if (!id.find()) {
        continue;
      }
      String result;
      if (line.contains("\"initialize\"")) {
        String version = behaviour.equals("future") ? "2031-01-01" : "2025-06-18";
        String able = behaviour.equals("toolless") ? "{}" : "{\"tools\":{}}";
        result = "{\"protocolVersion\":\"" + version + "\",\"capabilities\":" + able + "}";
      } else {
        page++;
        result =
            switch (behaviour) {
              case "loops" -> "{\"tools\":[],\"nextCursor\":\"again\"}";
              case "endless" -> "{\"tools\":[],\"nextCursor\":\"c" + page + "\"}";
              case "twins" -> "{\"tools\":[{\"name\":\"a\"},{\"name\":\"a\"}]}";
              case "nonsense" -> "{\"tools\":{}}";
              default ->
                  page == 1
                      ? "{\"tools\":[{\"name\":\"get_x\"}],\"nextCursor\":\"two\"}"
                      : "{\"tools\":[{\"name\":\"delete_x\"}],\"nextCursor\":null}";
            };
      }
      if (behaviour.equals("asks")) {
        OUT.println("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}");
        OUT.println("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\"}");
        OUT.println("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
        if (!in.readLine().contains("\"result\":{}") || !in.readLine().contains("-32601")) {
          return;
        }
      }
      if (behaviour.equals("fails")) {
        OUT.println(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + id.group(1)
                + ",\"error\":{\"code\":-32000,\"message\":\"no\\u001b\"}}");
      } else if (behaviour.equals("broken")) {
        OUT.println("{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ",\"id\":2,\"result\":{}}");
      } else {
        OUT.println("{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ",\"result\":" + result + "}");
      }
    }
  }
}
