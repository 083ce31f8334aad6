package dev.hikkoshi.runbook;

import java.util.List;
import java.util.Locale;

/// What a run would make of one step.
///
/// @param name the step's name, with its load where there are several
/// @param state what would become of it
/// @param does what it does
public record StepOutlook(String name, State state, String does) {
  /// What would become of a step.
  public enum State {
    DONE,
    TO_DO,
    NOT_NEEDED,
    LEFT_OUT;

    /// The spelling of outputs.
    public String spelling() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  static StepOutlook of(StepTask task, StepRange range, boolean needed) {
    State state =
        !range.holds(task.step())
            ? State.LEFT_OUT
            : !needed
                ? State.NOT_NEEDED
                : task.needless().getAsBoolean() ? State.DONE : State.TO_DO;
    return new StepOutlook(task.name(), state, task.step().does());
  }

  /// As lines for a person.
  public static String text(List<StepOutlook> steps) {
    var text = new StringBuilder();
    steps.forEach(step ->
        text.append(
            String.format(
                Locale.ROOT,
                "  %-16s %-11s %s%n",
                step.name(),
                step.state().spelling(),
                step.does())));
    return text.toString();
  }
}
