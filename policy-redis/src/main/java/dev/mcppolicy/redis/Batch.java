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
import java.util.List;

/**
 * One call of the script, for a request, or for takings that differ in nothing but their ids. Those
 * are asked as one: it is open until the thread of the connection writes it, and what is like its
 * first one until then goes with it. So threads that ask together are answered together, and none
 * waits for another.
 */
final class Batch extends Command<String, byte[], byte[]> {

  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** How many are asked as one. */
  static final int MOST = 32;

  private static final String END = "\r\n";
  private static final byte[] KNOWN = calling(CommandType.EVALSHA, Script.DIGEST);
  private static final byte[] UNKNOWN = calling(CommandType.EVAL, Script.TEXT);
  private static final byte[] AGAIN = Bulk.of("again".getBytes(US_ASCII));

  private final byte[] script;
  private final List<Request> members;
  private final boolean repeated;

  private boolean open;
  private volatile boolean written;

  /** Whether its requests may have been done before it was written last. */
  private volatile boolean again;

  private Batch(
      CommandType type, byte[] script, List<Request> members, boolean again, boolean repeated) {
    // All that is read of the arguments is the first key, for the node; see below for what is sent.
    super(
        type,
        new ByteArrayOutput<>(CODEC),
        new CommandArgs<>(CODEC).addKey(members.get(0).keys().get(0)));
    this.script = script;
    this.members = members;
    this.again = again;
    this.repeated = repeated;
  }

  /** A call that others may join. */
  static Batch open(Request first) {
    List<Request> members = new ArrayList<>(1);
    members.add(first);
    Batch batch = new Batch(CommandType.EVALSHA, KNOWN, members, false, false);
    batch.open = true;
    return batch;
  }

  /** A call of this request and no other. */
  static Batch alone(Request request) {
    return new Batch(CommandType.EVALSHA, KNOWN, List.of(request), false, false);
  }

  /** The same requests, with the whole script for a server that doesn't know it. */
  Batch teaching() {
    return new Batch(CommandType.EVAL, UNKNOWN, members(), again, true);
  }

  /** The same requests once more, for a server that is being taught the script. */
  Batch repeated() {
    return new Batch(CommandType.EVALSHA, KNOWN, members(), again, true);
  }

  /** Says whether these requests were sent to a server that didn't know the script. */
  boolean isRepeated() {
    return repeated;
  }

  /** Says whether this brings the script. */
  boolean isTeaching() {
    return getType() == CommandType.EVAL;
  }

  /**
   * Says whether its requests may have been done already when the server said what it said: it is
   * written again where a connection ended without an answer.
   */
  boolean isAgain() {
    return again;
  }

  /** Lets a taking go with those that are like it, if they haven't gone yet. */
  synchronized boolean join(Request request) {
    Request first = members.get(0);
    if (!open || members.size() >= MOST || !first.isLike(request)) {
      return false;
    }
    Share share = first.share();
    if (share == null) {
      share = Share.first(first.keys());
      first.share(share);
    }
    members.add(request);
    request.share(share.next(members.size()));
    return true;
  }

  /** All that it asks for; no other joins them any more. */
  synchronized List<Request> members() {
    open = false;
    return members;
  }

  /**
   * Writes what the server reads. The parts of each request were made by whoever asked: the thread
   * of the connection, which all share, only puts them together.
   */
  @Override
  public void encode(ByteBuf buffer) {
    again = again || written;
    written = true;
    List<Request> all = members();
    Request first = all.get(0);
    int keys = first.keys().size();
    int parts = 4 + keys + (again ? 1 : 0);
    buffer.writeBytes(('*' + Integer.toString(parts) + END).getBytes(US_ASCII));
    buffer.writeBytes(script);
    buffer.writeBytes(Bulk.of(Integer.toString(keys).getBytes(US_ASCII)));
    buffer.writeBytes(first.keysAsSent());
    buffer.writeBytes(first.packedAsSent(all.size()));
    if (again) {
      buffer.writeBytes(AGAIN);
    }
  }

  private static byte[] calling(CommandType type, String script) {
    return Bulk.of(type.name().getBytes(US_ASCII), script.getBytes(UTF_8));
  }
}
