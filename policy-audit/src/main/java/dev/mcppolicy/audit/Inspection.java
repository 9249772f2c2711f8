package dev.mcppolicy.audit;

import dev.mcppolicy.audit.AuditRecord.Checkpoint;
import dev.mcppolicy.audit.AuditRecord.Closed;
import dev.mcppolicy.audit.AuditRecord.Dropped;
import dev.mcppolicy.audit.AuditRecord.Link;
import dev.mcppolicy.audit.AuditRecord.Opened;
import dev.mcppolicy.audit.AuditRecord.Signature;
import dev.mcppolicy.audit.AuditRecord.Torn;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through the lines of a log, one after the other, and notes what is wrong. */
final class Inspection {

  private static final int MOST = 1000;

  private final @Nullable PublicKey key;
  private final boolean open;
  private final List<AuditFinding> findings = new ArrayList<>();
  private final List<AuditFinding> notes = new ArrayList<>();
  private Path file = Path.of("");
  private long line;
  private long expected;
  private @Nullable String previous;
  private long first;
  private long last;
  private long signed;
  private boolean closed;
  private boolean begun;

  Inspection(@Nullable PublicKey key, boolean open, long begin) {
    this.key = key;
    this.open = open;
    this.expected = begin;
    this.previous = begin == 1 ? Link.NONE : null;
  }

  void begin(Path file) {
    this.file = file;
    this.line = 0;
  }

  void line(long number, byte[] bytes) {
    line = number;
    AuditRecord record;
    try {
      record = RecordParser.parse(bytes);
    } catch (Fields.WrongException e) {
      found(number, 0, String.valueOf(e.getMessage()));
      lose();
      return;
    }
    if (!Line.isWhole(bytes)) {
      found(number, 0, AuditMessages.changed(record.number()));
      lose();
      return;
    }
    follow(record);
    said(record);
    first = begun ? first : record.number();
    begun = true;
    last = Math.max(last, record.number());
    expected = record.number() + 1;
    previous = record.link().hash();
    closed = record instanceof Closed;
  }

  /** Goes on after a line that can't be trusted: whatever comes next isn't compared with it. */
  private void lose() {
    expected++;
    previous = null;
    closed = false;
    begun = true;
  }

  private void follow(AuditRecord record) {
    long number = record.number();
    if (number > expected) {
      found(line, number, AuditMessages.missing(expected, number - 1));
    } else if (number < expected) {
      found(line, number, AuditMessages.outOfOrder(expected));
    } else if (previous != null && !previous.equals(record.link().previous())) {
      found(line, number, AuditMessages.otherPast());
    }
    if (closed && !(record instanceof Opened)) {
      found(line, number, AuditMessages.afterClosing());
    }
    if (number == 1 && !(record instanceof Opened)) {
      found(line, number, AuditMessages.notOpened());
    }
  }

  private void said(AuditRecord record) {
    if (record instanceof Checkpoint checkpoint) {
      sign(record, checkpoint.signature());
    } else if (record instanceof Closed closing) {
      Optional<Signature> signature = closing.signature();
      if (signature.isPresent()) {
        sign(record, signature.get());
      } else if (key != null) {
        found(line, record.number(), AuditMessages.unsignedClosing());
      }
    } else if (record instanceof Opened && begun && !closed) {
      note(record.number(), AuditMessages.notClosedBefore());
    } else if (record instanceof Torn torn) {
      note(record.number(), AuditMessages.torn(torn.bytes()));
    } else if (record instanceof Dropped dropped) {
      note(record.number(), AuditMessages.dropped(dropped.count()));
    }
  }

  private void sign(AuditRecord record, Signature signature) {
    if (key == null) {
      return;
    }
    Link link = record.link();
    if (!signature.key().equals(Signer.fingerprint(key))) {
      found(line, record.number(), AuditMessages.otherKey(signature.key()));
    } else if (!Signer.isGood(signature, key, link.number(), link.time(), link.previous())) {
      found(line, record.number(), AuditMessages.badSignature());
    } else {
      signed = record.number();
    }
  }

  void unfinished(long number, int bytes, boolean inLastFile) {
    line = number;
    if (open && inLastFile) {
      note(0, AuditMessages.unfinished(bytes));
    } else {
      found(number, 0, AuditMessages.unfinished(bytes));
    }
  }

  void found(long line, long record, String message) {
    if (findings.size() < MOST) {
      findings.add(new AuditFinding(file, line, record, message));
    }
  }

  private void note(long record, String message) {
    if (notes.size() < MOST) {
      notes.add(new AuditFinding(file, line, record, message));
    }
  }

  /** Says what the end shows. */
  Verification end(Path lastFile) {
    begin(lastFile);
    if (last == 0) {
      found(0, 0, AuditMessages.empty());
    } else if (!closed && !open) {
      found(0, 0, AuditMessages.endIsOpen(last));
    }
    if (key != null && signed == 0) {
      found(0, 0, AuditMessages.notSigned());
    } else if (key != null && signed < last) {
      note(0, AuditMessages.unsignedEnd(signed, last));
    }
    return new Verification(findings, notes, first, last, signed, closed);
  }
}
