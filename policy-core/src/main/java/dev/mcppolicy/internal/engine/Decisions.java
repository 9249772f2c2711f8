package dev.mcppolicy.internal.engine;

import dev.mcppolicy.Decision;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** Makes decisions on shared grounds, which the door of {@link Decision} doesn't show. */
public final class Decisions {

  private static volatile @Nullable Maker offered;

  private Decisions() {}

  /** Makes a decision. */
  @FunctionalInterface
  public interface Maker {

    /**
     * Makes a decision.
     *
     * @param grounds what it stands on
     * @param stake what it has at stake until it is settled, or null
     * @param mark what the grounds are asked with
     */
    Decision make(Grounds grounds, @Nullable Object stake, int mark);
  }

  /** Takes the maker that decisions offer when their class is initialized; only the first. */
  public static void offer(Maker maker) {
    if (offered == null) {
      offered = maker;
    }
  }

  static Decision of(Grounds grounds) {
    return Chosen.MAKER.make(grounds, null, 0);
  }

  static Decision of(Grounds grounds, @Nullable Object stake, int mark) {
    return Chosen.MAKER.make(grounds, stake, mark);
  }

  /** A class of its own, so that decisions can offer before anybody asks. */
  private static final class Chosen {
    static final Maker MAKER = find();

    private static Maker find() {
      try {
        MethodHandles.lookup().ensureInitialized(Decision.class);
      } catch (IllegalAccessException e) {
        throw new ExceptionInInitializerError(e);
      }
      Maker maker = offered;
      if (maker == null) {
        throw new IllegalStateException("decisions offer a maker when they are initialized");
      }
      return maker;
    }
  }
}
