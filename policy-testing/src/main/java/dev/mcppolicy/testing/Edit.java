package dev.mcppolicy.testing;

import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Pointers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes documents, by copying what leads to the change. */
final class Edit {

  private Edit() {}

  /** Returns a document with another value at a pointer. */
  static Node replace(Node document, String pointer, Node value) {
    return at(document, "", pointer, value);
  }

  /** Returns a document without what stands at a pointer. */
  static Node remove(Node document, String pointer) {
    return at(document, "", pointer, null);
  }

  /** Returns an object with one more key. */
  static ObjectNode with(ObjectNode object, String key, Node value) {
    List<Member> members = new ArrayList<>(object.members());
    members.removeIf(member -> member.name().equals(key));
    members.add(new Member(key, object.place(), value));
    return new ObjectNode(object.place(), List.copyOf(members));
  }

  private static Node at(Node node, String here, String pointer, @Nullable Node value) {
    if (node instanceof ObjectNode object) {
      List<Member> members = new ArrayList<>();
      for (Member member : object.members()) {
        String child = Pointers.child(here, member.name());
        Node changed = changed(member.value(), child, pointer, value);
        if (changed != null) {
          members.add(new Member(member.name(), member.place(), changed));
        }
      }
      return new ObjectNode(object.place(), List.copyOf(members));
    }
    if (node instanceof ListNode list) {
      List<Node> elements = new ArrayList<>();
      for (int i = 0; i < list.elements().size(); i++) {
        Node changed = changed(list.elements().get(i), Pointers.child(here, i), pointer, value);
        if (changed != null) {
          elements.add(changed);
        }
      }
      return new ListNode(list.place(), List.copyOf(elements));
    }
    return node;
  }

  private static @Nullable Node changed(
      Node node, String here, String pointer, @Nullable Node value) {
    if (here.equals(pointer)) {
      return value;
    }
    return pointer.startsWith(here + "/") ? at(node, here, pointer, value) : node;
  }
}
