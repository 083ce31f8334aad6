package dev.hikkoshi.runbook.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// Whether standard error is a terminal. Java itself only tells of standard input and output
/// together; the C library's `isatty` tells of each.
final class Terminal {
  private static final int STANDARD_ERROR = 2;
  private static final String RETURN = "\r";

  /// Whether a line that is too long is cut or goes on below (DEC private mode 7).
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  /// From the cursor to the end of the line (ECMA-48, EL).
  private static final String ERASE = "\u001b[K";

  private Terminal() {}

  /// False also where it cannot be found out: what is no terminal must never get control
  /// characters.
  @SuppressWarnings("restricted") // the program is started with native access
  static boolean isStandardError() {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("isatty")
        .map(address ->
            linker.downcallHandle(
                address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)))
        .map(isatty -> {
          try {
            return (int) isatty.invokeExact(STANDARD_ERROR) == 1;
          } catch (Throwable e) {
            return false;
          }
        })
        .orElse(false);
  }

  /// Draws a line over the one before.
  static void draw(String line) {
    System.err.print(RETURN + NO_WRAP + line + ERASE + WRAP);
    System.err.flush();
  }

  /// Writes a line in place of what is drawn, which is drawn again below it.
  static void above(String line) {
    System.err.println(RETURN + line + ERASE);
  }
}
