package dev.mcppolicy.redis;

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
 * One call of the script, for one request or for some at once. It is open until the thread of the
 * connection writes it: what is asked until then goes with it, so that threads that ask together
 * are answered together, and none waits for another. All its keys share their hash tag.
 */
final class Batch extends Command<String, byte[], byte[]> {

  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** How many requests go together: the server does nothing else until it has answered all. */
  static final int MOST = 32;

  private final String script;
  private final String tag;
  private final List<Request> requests;
  private boolean open;

  private Batch(CommandType type, String script, List<Request> requests, boolean open) {
    super(type, new ByteArrayOutput<>(CODEC), arguments(script, requests));
    this.script = script;
    this.tag = requests.get(0).tag();
    this.requests = requests;
    this.open = open;
  }

  /** A call that others may join. */
  static Batch open(Request first) {
    List<Request> requests = new ArrayList<>(1);
    requests.add(first);
    return new Batch(CommandType.EVALSHA, Script.DIGEST, requests, true);
  }

  /** A call of this request and no other. */
  static Batch alone(Request request) {
    return new Batch(CommandType.EVALSHA, Script.DIGEST, List.of(request), false);
  }

  /** The same requests, with the whole script for a server that doesn't know it. */
  Batch teaching() {
    return new Batch(CommandType.EVAL, Script.TEXT, requests(), false);
  }

  /** Lets a request go with the others, if they haven't gone yet and it has the same tag. */
  synchronized boolean join(Request request) {
    if (!open || requests.size() >= MOST || !request.tag().equals(tag)) {
      return false;
    }
    requests.add(request);
    return true;
  }

  /** All requests; none joins them any more. */
  synchronized List<Request> requests() {
    open = false;
    return requests;
  }

  private static CommandArgs<String, byte[]> arguments(String script, List<Request> requests) {
    CommandArgs<String, byte[]> arguments = new CommandArgs<>(CODEC);
    int keys = 0;
    for (Request request : requests) {
      keys += request.keys().size();
    }
    arguments.add(script).add(keys);
    for (Request request : requests) {
      arguments.addKeys(request.keys());
    }
    for (Request request : requests) {
      arguments.addValue(request.packed());
    }
    return arguments;
  }

  @Override
  public void encode(ByteBuf buffer) {
    List<Request> all = requests();
    if (all.size() == 1) {
      super.encode(buffer);
    } else {
      new Command<>(getType(), getOutput(), arguments(script, all)).encode(buffer);
    }
  }
}
