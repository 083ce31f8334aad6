package dev.hikkoshi.runbook;

/// Where a command tells how far it is.
public interface Progress extends AutoCloseable {
  /// A step begins.
  ///
  /// @param total what will have been done at its end; 0 if not known
  void step(String name, long total);

  /// How writing goes; said before [#done].
  default void numbers(Numbers numbers) {}

  /// So much of the step is done.
  void done(long done);

  /// Something worth saying.
  void say(String line);

  @Override
  void close();
}
