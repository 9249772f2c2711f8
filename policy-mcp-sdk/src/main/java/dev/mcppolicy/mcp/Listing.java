package dev.mcppolicy.mcp;

import dev.mcppolicy.DefinitionWatch;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The whole list of a server's tools, read page by page to compare it with what was reviewed;
 * within bounds of pages, tools and time, and never round in a circle.
 */
final class Listing {

  private static final int MOST_PAGES = 200;
  private static final int MOST_TOOLS = 10_000;

  private final DefinitionWatch watch;
  private final Source source;
  private final long asked;
  private final long deadline;
  private final Set<String> names = new HashSet<>();
  private final Set<String> cursors = new HashSet<>();
  private int tools;
  private @Nullable String next;
  private boolean more;
  private boolean whole;

  private Listing(DefinitionWatch watch, Source source, Duration time) {
    this.watch = watch;
    this.source = source;
    this.asked = watch.epoch();
    this.deadline = System.nanoTime() + InFlight.nanos(time);
  }

  /** Where pages come from. */
  interface Source {
    /** Returns a page; the first if there is no cursor. */
    Mono<Page> page(@Nullable String cursor);
  }

  /**
   * A page.
   *
   * @param tools its tools, as plain values
   * @param inPart the members that an SDK has read in part
   * @param next where the next one is, or null
   */
  record Page(List<? extends Map<?, ?>> tools, Set<String> inPart, @Nullable String next) {

    /** Compares the tools of a page. */
    void compare(DefinitionWatch watch, long asked) {
      tools.forEach(tool -> watch.listed(asked, tool, inPart));
    }
  }

  /** Returns whether the whole list could be read, once it was tried. */
  static Mono<Boolean> of(DefinitionWatch watch, Source source, Duration time) {
    return Mono.defer(() -> new Listing(watch, source, time).read())
        .onErrorResume(Exception.class, failure -> Mono.just(false));
  }

  /**
   * Reads one page after the other, and none within the other: a server that answers at once would
   * have the stack overflow, and what overflows it is lost.
   */
  private Mono<Boolean> read() {
    return Mono.defer(this::nextPage)
        .doOnNext(this::read)
        .repeat(() -> more)
        .then(Mono.fromSupplier(() -> whole));
  }

  private Mono<Page> nextPage() {
    more = false;
    return source.page(next);
  }

  private void read(Page page) {
    page.compare(watch, asked);
    for (Map<?, ?> tool : page.tools()) {
      if (tool.get("name") instanceof String name) {
        names.add(name);
      }
    }
    tools += page.tools().size();
    next = page.next();
    if (next == null) {
      watch.listedAll(asked, names);
      whole = true;
    } else {
      more =
          tools <= MOST_TOOLS
              && cursors.size() < MOST_PAGES
              && cursors.add(next)
              && System.nanoTime() - deadline <= 0;
    }
  }
}
