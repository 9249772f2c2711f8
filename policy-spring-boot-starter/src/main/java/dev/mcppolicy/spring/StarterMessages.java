package dev.mcppolicy.spring;

/** What the starter says, side by side. */
final class StarterMessages {

  static final String CALLER_FAILED = "The application failed to say who calls.";
  static final String MEND =
      "Mend the policy. Nothing starts with a policy that doesn't load, since it would be a"
          + " policy that isn't in force.";
  static final String READABLE =
      "Begin the location with \"classpath:\" or \"file:\", and see that the file is there.";
  static final String IN_FILES =
      "Begin the location with \"file:\", or set mcp.policy.reload.enabled=false.";
  static final String TWO_WAYS =
      "mcp.policy.grant says who calls, and so does a bean of type CallerResolver.";
  static final String ONE_WAY = "Remove mcp.policy.grant, or the bean: one of them says who calls.";
  static final String NAME_IT =
      "Correct the name, or remove its policy: a connection of another name would be judged by"
          + " another policy than this.";
  static final String LATE_ACTION =
      "See which bean post-processor or bean factory post-processor needs the transport, and let it"
          + " need it later, for example through an ObjectProvider.";
  static final String EARLY_ACTION =
      "See which bean post-processor or bean factory post-processor needs the clients, and let it need"
          + " them later, for example through an ObjectProvider.";
  static final String SCOPED_PROXY =
      "Give it a scoped proxy, by the proxyMode of its @Scope, or no scope.";
  static final String A_BEAN = "Return a bean, or define it only where there is one.";
  static final String KNOWN_KEY =
      "Correct it or remove it: a key with a mistake in it would be a policy that isn't in force.";
  static final String KNOWN_VARIABLE =
      "Correct it or remove it. A dot of a key is an underscore in a variable, and a dash is left out,"
          + " as in MCP_POLICY_RELOAD_REFUSEWIDER. A connection whose name has other characters"
          + " than small letters and digits can't be named by a variable.";
  static final String NAME_IN_BRACKETS =
      "Write the name in brackets, which leave it as it is: mcp.policy.grants.[alice@corp]=...; in"
          + " YAML with quotation marks around the brackets, too.";
  static final String GRANT_IN_BRACKETS =
      "Name it in a file or on the command line, in brackets: mcp.policy.grants.[alice@corp]=...";
  static final String GIVE_LOCATION =
      "Say where the policy is, or remove the property: it would be another policy that is in"
          + " force.";

  private StarterMessages() {}

  static String unreadable(String location) {
    return "The policy at " + location + " can't be read.";
  }

  static String notInAFile(String location) {
    return "The policy at " + location + " is in no file, and can't be reloaded.";
  }

  static String noPolicy(String connection) {
    return "The MCP connection \"" + connection + "\" has no policy.";
  }

  static String givePolicy(String connection) {
    return "Set mcp.policy.location for every connection, or mcp.policy.connections."
        + connection
        + ".location for this one.";
  }

  static String unknownConnection(String connection) {
    return "mcp.policy.connections."
        + connection
        + " has a policy, but there is no MCP connection of that name.";
  }

  static String unguardedTransport(String connection) {
    return "The MCP connection \""
        + connection
        + "\" was built before its policy could be put before it.";
  }

  static String unguardedClient(String bean) {
    return "The bean \"" + bean + "\" is an MCP client that no policy is put before.";
  }

  static String earlyClients(String bean) {
    return "The clients in the bean \""
        + bean
        + "\" weren't built by Spring AI when policies could be put before them.";
  }

  static String guardClient(String bean) {
    return "Make its transport a bean of type NamedClientMcpTransport, in a list, and let Spring AI"
        + " build the client; or guard it with PolicyEnforcer, and add \""
        + bean
        + "\" to mcp.policy.own-clients.";
  }

  static String scopedBean(String bean, String type) {
    return "The "
        + type
        + " \""
        + bean
        + "\" has a scope of its own, in which it isn't found when a call is judged.";
  }

  static String nullBean(String type) {
    return "A bean of type " + type + " is defined, and is null.";
  }

  static String unknownKey(String key) {
    return "The property \"" + key + "\" isn't known.";
  }

  static String alteredKey(String key, String read) {
    return "The property \"" + key + "\" would be read as \"" + read + "\".";
  }

  static String alikeKeys(String one, String other) {
    return "The properties \"" + one + "\" and \"" + other + "\" can be taken for one another.";
  }

  static String grantOfVariable(String variable) {
    return "The environment variable \""
        + variable
        + "\" names a grant, and can't say how its name is written.";
  }

  static String noLocation(String key) {
    return "The property \"" + key + "\" says of no policy where it is.";
  }

  static String moreClients(int clients, int transports) {
    return "Spring AI has built "
        + clients
        + " MCP clients, and only "
        + transports
        + " of their transports have a policy.";
  }
}
