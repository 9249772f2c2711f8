package dev.mcppolicy.internal.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a text is a URL whose host is one of several: the Kleene <i>or</i> over them. */
final class OnHost extends Test {

  private final ListedHost[] hosts;

  OnHost(List<ListedHost> hosts) {
    this.hosts = hosts.toArray(new ListedHost[0]);
  }

  @Override
  Truth test(@Nullable Object value) {
    if (!(value instanceof String url)) {
      return Truth.UNKNOWN;
    }
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
