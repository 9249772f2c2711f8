package dev.mcppolicy.internal.rule;

import java.util.List;

/** Whether a text is a URL whose host is one of several: the Kleene <i>or</i> over them. */
final class OnHost implements OnText {

  private final ListedHost[] hosts;

  OnHost(List<ListedHost> hosts) {
    this.hosts = hosts.toArray(ListedHost[]::new);
  }

  @Override
  public Truth testText(String url) {
    UrlHost host = UrlHost.of(url);
    if (host == null) {
      return Truth.UNKNOWN;
    }
    Truth any = Truth.FALSE;
    for (int i = 0; i < hosts.length && any != Truth.TRUE; i++) {
      any = any.or(hosts[i].matches(host));
    }
    return any;
  }
}
