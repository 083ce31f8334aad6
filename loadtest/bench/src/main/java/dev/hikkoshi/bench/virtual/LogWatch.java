package dev.hikkoshi.bench.virtual;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.jspecify.annotations.Nullable;

/// What production code logs inside a [Node] goes into its trace instead of to standard error. An
/// error is what production code itself calls unforeseen: it must not happen.
final class LogWatch extends AbstractFilter {
  private static boolean installed;

  private LogWatch() {}

  /// From now on, for the whole JVM.
  static synchronized void install() {
    if (!installed) {
      LoggerContext.getContext(false).getConfiguration().addFilter(new LogWatch());
      installed = true;
    }
  }

  @Override
  public Result filter(
      @Nullable Logger logger,
      Level level,
      @Nullable Marker marker,
      String text,
      @Nullable Object... values) {
    return told(level, () -> ParameterizedMessage.format(text, values), null);
  }

  @Override
  public Result filter(
      @Nullable Logger logger,
      Level level,
      @Nullable Marker marker,
      Object text,
      @Nullable Throwable thrown) {
    return told(level, () -> String.valueOf(text), thrown);
  }

  @Override
  public Result filter(
      @Nullable Logger logger,
      Level level,
      @Nullable Marker marker,
      Message text,
      @Nullable Throwable thrown) {
    return told(level, text::getFormattedMessage, thrown);
  }

  private static Result told(
      Level level, java.util.function.Supplier<String> text, @Nullable Throwable thrown) {
    Node node = Node.CURRENT.get();
    if (node == null) {
      return Result.NEUTRAL;
    }
    if (level.isMoreSpecificThan(Level.WARN) && !node.isKilled()) {
      String line = "log " + Thread.currentThread().getName() + " " + level + ": " + text.get();
      node.world().trace(() -> line);
      if (level.equals(Level.ERROR)) {
        node.world().violated(line + (thrown == null ? "" : " " + thrown + Node.stack(thrown)));
      }
    }
    return Result.DENY;
  }
}
