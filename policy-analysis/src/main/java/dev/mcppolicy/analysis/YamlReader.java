package dev.mcppolicy.analysis;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.BooleanNode;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.NullNode;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the part of YAML that has one meaning everywhere: one document, without aliases, anchors,
 * tags, merge keys and keys that stand twice.
 */
final class YamlReader {

  static final int MOST_CHARACTERS = 1024 * 1024;

  private static final int MOST_DEPTH = 32;

  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

  /** Numbers that are the same to all readers; a zero with a sign is another to some. */
  private static final Pattern NUMBER =
      Pattern.compile("(?!-[0.]*$)-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,15})?");

  /** Plain scalars that some readers of YAML take for numbers, dates or other things. */
  private static final Pattern DOUBTFUL =
      Pattern.compile("[-+.]*[0-9].*|[-+]?\\.(inf|nan)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Iterator<Event> events;
  private final Set<Node> doubtful = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  /** What was read, and the texts in it that may be meant otherwise. */
  record Document(Node root, Set<Node> doubtful) {}

  /** Says what can't be read. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Place place;

    UnreadableException(Place place, String message) {
      super(message);
      this.place = place;
    }

    Place place() {
      return place;
    }
  }

  static Document read(String yaml) throws UnreadableException {
    if (yaml.length() > MOST_CHARACTERS) {
      throw new UnreadableException(Place.NONE, ImportMessages.tooBig(MOST_CHARACTERS));
    }
    try {
      LoadSettings settings = LoadSettings.builder().setCodePointLimit(MOST_CHARACTERS).build();
      YamlReader reader =
          new YamlReader(new ParserImpl(settings, new StreamReader(settings, yaml)));
      return new Document(reader.document(), reader.doubtful);
    } catch (MarkedYamlEngineException e) {
      throw new UnreadableException(place(e.getProblemMark()), ImportMessages.noYaml());
    } catch (YamlEngineException e) {
      throw new UnreadableException(Place.NONE, ImportMessages.noYaml());
    }
  }

  private Node document() throws UnreadableException {
    expect(Event.ID.StreamStart);
    expect(Event.ID.DocumentStart);
    Node root = node(events.next(), 1);
    expect(Event.ID.DocumentEnd);
    expect(Event.ID.StreamEnd);
    return root;
  }

  private void expect(Event.ID id) throws UnreadableException {
    Event event = events.next();
    if (event.getEventId() != id) {
      throw new UnreadableException(place(event.getStartMark()), ImportMessages.notOneDocument());
    }
  }

  private Node node(Event event, int depth) throws UnreadableException {
    Place place = place(event.getStartMark());
    if (event instanceof AliasEvent
        || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
      throw new UnreadableException(place, ImportMessages.alias());
    }
    if (depth > MOST_DEPTH) {
      throw new UnreadableException(place, ImportMessages.tooDeep(MOST_DEPTH));
    }
    if (event instanceof ScalarEvent scalar) {
      if (scalar.getTag().isPresent()) {
        throw new UnreadableException(place, ImportMessages.tag());
      }
      return scalar(scalar, place);
    }
    if (!(event instanceof CollectionStartEvent collection)) {
      throw new UnreadableException(place, ImportMessages.noYaml());
    }
    if (collection.getTag().isPresent()) {
      throw new UnreadableException(place, ImportMessages.tag());
    }
    return event.getEventId() == Event.ID.SequenceStart ? list(place, depth) : object(place, depth);
  }

  private Node list(Place place, int depth) throws UnreadableException {
    List<Node> elements = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      elements.add(node(event, depth + 1));
      event = events.next();
    }
    return new ListNode(place, List.copyOf(elements));
  }

  private Node object(Place place, int depth) throws UnreadableException {
    List<Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      Place at = place(event.getStartMark());
      Node key = node(event, depth + 1);
      boolean plain = event instanceof ScalarEvent scalar && scalar.isPlain();
      if (!(key instanceof TextNode name) || (plain && name.text().equals("<<"))) {
        throw new UnreadableException(at, ImportMessages.badKey());
      }
      if (!names.add(name.text())) {
        throw new UnreadableException(at, ImportMessages.duplicateKey(name.text()));
      }
      members.add(new Member(name.text(), at, node(events.next(), depth + 1)));
      event = events.next();
    }
    return new ObjectNode(place, List.copyOf(members));
  }

  private Node scalar(ScalarEvent scalar, Place place) {
    String text = scalar.getValue();
    if (!scalar.isPlain()) {
      return new TextNode(place, text);
    }
    if (NULLS.contains(text)) {
      return new NullNode(place);
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return new BooleanNode(place, TRUE.contains(text));
    }
    if (NUMBER.matcher(text).matches()) {
      return new NumberNode(place, text);
    }
    TextNode node = new TextNode(place, text);
    if (DOUBTFUL.matcher(text).matches()) {
      doubtful.add(node);
    }
    return node;
  }

  private static Place place(Optional<Mark> mark) {
    return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1)).orElse(Place.NONE);
  }
}
