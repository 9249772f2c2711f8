package dev.mcppolicy.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One call of the script, for one request or for some at once. It is open until the thread of the
 * connection writes it: what is asked until then goes with it, so that threads that ask together
 * are answered together, and none waits for another. All its keys share their hash tag.
 */
final class Batch extends Command<String, byte[], byte[]> {

  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** How many requests go together: the server does nothing else until it has answered all. */
  static final int MOST = 32;

  private static final String END = "\r\n";
  private static final byte[] KNOWN = calling(CommandType.EVALSHA, Script.DIGEST);
  private static final byte[] UNKNOWN = calling(CommandType.EVAL, Script.TEXT);
  private static final byte[] AGAIN = Bulk.of("again".getBytes(US_ASCII));

  private final byte[] script;
  private final String tag;
  private final List<Request> requests;
  private boolean open;
  private int size = 1;
  private volatile boolean written;

  /** Whether its requests may have been done before it was written last. */
  private volatile boolean again;

  private Batch(
      CommandType type, byte[] script, List<Request> requests, boolean open, boolean again) {
    // All that is read of the arguments is the first key, for the node; see below for what is sent.
    super(
        type,
        new ByteArrayOutput<>(CODEC),
        new CommandArgs<>(CODEC).addKey(requests.get(0).keys().get(0)));
    this.script = script;
    this.tag = requests.get(0).tag();
    this.requests = requests;
    this.open = open;
    this.again = again;
  }

  /** A call that others may join. */
  static Batch open(Request first) {
    List<Request> requests = new ArrayList<>(1);
    requests.add(first);
    return new Batch(CommandType.EVALSHA, KNOWN, requests, true, false);
  }

  /**
   * A call of this request and those that are asked with it, and no other.
   *
   * @param again whether another call may have done it already
   */
  static Batch alone(Request request, boolean again) {
    return new Batch(CommandType.EVALSHA, KNOWN, List.of(request), false, again);
  }

  /**
   * Says whether its requests may have been done already when the server said what it said: by
   * another call, or by this one, which is written again where a connection ended without an
   * answer.
   */
  boolean isAgain() {
    return again;
  }

  /** The same requests, with the whole script for a server that doesn't know it. */
  Batch teaching() {
    return new Batch(CommandType.EVAL, UNKNOWN, requests(), false, again);
  }

  /** Lets a request go with the others, if they haven't gone yet and it has the same tag. */
  synchronized boolean join(Request request) {
    if (!open || size >= MOST || !request.tag().equals(tag)) {
      return false;
    }
    size++;
    // The one before: where it matters, all spend from one counter.
    if (!requests.get(requests.size() - 1).takeAlong(request)) {
      requests.add(request);
    }
    return true;
  }

  /**
   * All requests, of those that are asked as one the first; none joins them any more. What is asked
   * as one comes before the rest: the script does it as long as it has done nothing else.
   */
  synchronized List<Request> requests() {
    if (open) {
      open = false;
      requests.sort(Comparator.comparing(request -> request.share() == null));
    }
    return requests;
  }

  /**
   * Writes what the server reads. The parts of each request were made by whoever asked: the thread
   * of the connection, which all share, only puts them together.
   */
  @Override
  public void encode(ByteBuf buffer) {
    if (written) {
      again = true;
    }
    written = true;
    List<Request> all = requests();
    int keys = 0;
    for (Request request : all) {
      keys += request.keys().size();
    }
    int parts = 3 + keys + all.size() + (again ? 1 : 0);
    buffer.writeBytes(('*' + Integer.toString(parts) + END).getBytes(US_ASCII));
    buffer.writeBytes(script);
    buffer.writeBytes(Bulk.of(Integer.toString(keys).getBytes(US_ASCII)));
    for (Request request : all) {
      buffer.writeBytes(request.keysAsSent());
    }
    for (Request request : all) {
      buffer.writeBytes(request.packedAsSent());
    }
    if (again) {
      buffer.writeBytes(AGAIN);
    }
  }

  private static byte[] calling(CommandType type, String script) {
    return Bulk.of(type.name().getBytes(US_ASCII), script.getBytes(UTF_8));
  }
}
