package dev.hikkoshi.worker.pace;

/// What writes cost, in units that AWS consumed for each that was estimated from the sizes of
/// items: more than one where a table has indexes. Immutable.
///
/// It is a mean from the first answer on, or the fleet would write so many times its target until
/// each worker has learnt of the indexes.
///
/// @param value consumed ÷ estimated units, 1/100 to 100
/// @param units estimated units of which it is the mean, at most 2,000: older ones are forgotten
record CostFactor(double value, double units) {
  /// Nothing was learnt yet.
  static final CostFactor UNKNOWN = new CostFactor(1, 0);

  private static final double MOST_UNITS = 2_000;
  private static final double MOST = 100;

  /// What one answer adds to it; nothing if it does not tell what was consumed.
  CostFactor learn(PaceOutcome outcome) {
    double written = outcome.written();
    if (outcome.consumed() <= 0 || written <= 0) {
      return this;
    }
    double seen = within(outcome.consumed() / written);
    double mean = value + (seen - value) * written / (units + written);
    return new CostFactor(within(mean), Math.min(MOST_UNITS, units + written));
  }

  private static double within(double value) {
    return Math.clamp(value, 1 / MOST, MOST);
  }
}
