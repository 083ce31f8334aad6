package dev.hikkoshi.runbook;

/// What a step does.
@FunctionalInterface
public interface StepWork {
  void run() throws InterruptedException;
}
