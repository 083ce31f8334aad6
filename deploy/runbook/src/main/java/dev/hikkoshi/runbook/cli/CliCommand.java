package dev.hikkoshi.runbook.cli;

import java.util.concurrent.Callable;

/// A subcommand, annotated with picocli's `@Command`. Other modules add theirs by naming them in
/// `META-INF/services`; production images without those modules do not have them.
public interface CliCommand extends Callable<Integer> {
  /// Where it answers.
  Output output();
}
