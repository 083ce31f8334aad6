package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.runbook.verify.Difference;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lists differing keys: the first of them on standard output, all of them in a file of JSON lines
/// if one was asked for.
final class DifferenceReport implements Consumer<Difference>, AutoCloseable {
  private static final int SHOWN = 50;

  private final Output output;
  private final @Nullable BufferedWriter file;
  private long count;

  DifferenceReport(Output output) {
    this.output = output;
    this.file = null;
  }

  /// @throws CommandException exit 2 if the file cannot be written
  DifferenceReport(Output output, Path path) {
    this.output = output;
    try {
      this.file = Files.newBufferedWriter(path);
    } catch (IOException e) {
      throw CommandException.usage("--diff", "cannot write " + path + ": " + e);
    }
  }

  @Override
  public void accept(Difference difference) {
    count++;
    if (count <= SHOWN) {
      output.line(difference.toString());
    } else if (count == SHOWN + 1) {
      output.line("… and more");
    }
    if (file != null) {
      try {
        file.write(difference.json());
        file.newLine();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
