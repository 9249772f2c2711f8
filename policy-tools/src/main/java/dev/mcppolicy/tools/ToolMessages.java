package dev.mcppolicy.tools;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.text.Shown;
import java.util.Map;

/** What is said of tools and lists of tools that can't be read. */
final class ToolMessages {

  private static final int MOST = 60;

  private ToolMessages() {}

  static String quoted(String text) {
    return Shown.quoted(text, MOST);
  }

  // Definitions

  static String unreadableTool(String problem) {
    return "a tool can't be read: " + problem;
  }

  static String noName() {
    return "a tool has no \"name\", a text that isn't empty";
  }

  static String longName(String name, int most) {
    return "the name of the tool " + quoted(name) + " has more than " + most + " characters";
  }

  static String wrongMember(String tool, String key, Class<?> type) {
    String wanted = type == Map.class ? "an object" : "a text";
    return "\"" + key + "\" of the tool " + quoted(tool) + " must be " + wanted;
  }

  // Lists

  static String unreadable(String problem) {
    return "the list of tools can't be read: " + problem;
  }

  static String noList() {
    return "there is no list \"tools\"; give the result of tools/list, or a list of tools";
  }

  static String noServer() {
    return "each of \"servers\" must be an object with a \"server\", a text, and \"tools\", a list";
  }

  static String sameServer(String server) {
    return "two servers are called " + quoted(server);
  }

  static String noTool(Node node) {
    return "each of \"tools\" must be an object, not " + node.typeWithArticle();
  }

  static String sameName(String tool) {
    return "two tools are called " + quoted(tool);
  }

  static String tooManyTools(int most) {
    return "there are more than " + most + " tools";
  }

  static String onePageOfSeveral() {
    return "this is one page of several, for it has a \"nextCursor\"; join the \"tools\" of all pages";
  }
}
