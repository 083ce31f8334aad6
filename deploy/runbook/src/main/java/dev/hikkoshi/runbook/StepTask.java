package dev.hikkoshi.runbook;

import java.util.function.BooleanSupplier;

/// A step as one migration has to take it.
///
/// @param load the load it is about, from 0
/// @param loads number of loads of the migration
/// @param done whether it is done, as far as later steps are concerned
/// @param needless whether taking it would change nothing
/// @param work takes it; may be repeated
record StepTask(
    Step step, int load, int loads, BooleanSupplier done, BooleanSupplier needless, StepWork work) {
  /// A step that need not be taken again once it is done.
  static StepTask of(Step step, int load, int loads, BooleanSupplier done, StepWork work) {
    return new StepTask(step, load, loads, done, done, work);
  }

  /// A step that is about the whole migration.
  static StepTask of(Step step, BooleanSupplier done, StepWork work) {
    return of(step, 0, 1, done, work);
  }

  /// `produce`, or with several loads `produce 1 of 3`.
  String name() {
    return loads == 1 ? step.spelling() : step.spelling() + " " + (load + 1) + " of " + loads;
  }
}
