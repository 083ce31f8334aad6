package dev.hikkoshi.runbook.service;

import java.time.Duration;

/// What is to be asked of ECS, so that it takes no task away while the task holds work. Pure.
///
/// Short gaps between two units do not end the protection. It lapses by itself when a task hangs
/// and does not renew it.
///
/// @param on whether ECS protects the task, as far as it was told
/// @param toldNanos when it was told last
/// @param heldNanos when the task held something last
record ProtectionState(boolean on, long toldNanos, long heldNanos) {
  /// After that the protection ends by itself.
  static final Duration EXPIRES = Duration.ofMinutes(10);

  static final Duration RENEW = Duration.ofMinutes(5);

  /// How long a task holds nothing before it gives up its protection.
  static final Duration IDLE = Duration.ofSeconds(10);

  enum Ask {
    NOTHING,
    PROTECT,
    RELEASE
  }

  /// A task that has just started.
  static ProtectionState started(long nowNanos) {
    return new ProtectionState(false, nowNanos, nowNanos);
  }

  /// The task holds so much now.
  ProtectionState holds(int held, long nowNanos) {
    return held > 0 ? new ProtectionState(on, toldNanos, nowNanos) : this;
  }

  Ask ask(int held, long nowNanos) {
    if (held == 0 && nowNanos - heldNanos >= IDLE.toNanos()) {
      return on ? Ask.RELEASE : Ask.NOTHING;
    }
    if (on) {
      return nowNanos - toldNanos >= RENEW.toNanos() ? Ask.PROTECT : Ask.NOTHING;
    }
    return held > 0 ? Ask.PROTECT : Ask.NOTHING;
  }

  /// ECS has taken note.
  ProtectionState told(Ask ask, long nowNanos) {
    return new ProtectionState(ask == Ask.PROTECT, nowNanos, heldNanos);
  }
}
