package dev.hikkoshi.worker.pace;

/// What a [PaceController] knows. Immutable.
///
/// @param pace units per second now, within `[0, share]`
/// @param share what the pace may not exceed, and the fleet around this worker
/// @param settled whether the fleet was looked at twice since the limit changed: what the others
///   told at the first look they wrote under the limit before
/// @param knee the most that went well, as far as it is not forgotten: accepted over some seconds,
///   the pace when the share fell below it, or for a newcomer its part of what the destination
///   takes at once; how far the way back from an outage goes at once
/// @param accepted units per second accepted lately, consumed as learnt; the pace itself on the way
///   back from an outage and on the first climb; at most half above a pace that was refused
/// @param cost what writes cost for what their sizes say, learnt
/// @param hotShare share of hot key ranges among the refusals that carried a reason lately, 0 to 1
/// @param strain share of units refused over about the last half second of pace, 0 to 1
/// @param saved seconds of what is accepted that the destination may have saved while the pace was
///   below it
/// @param hotAllowance units of hot key ranges that may still be refused without slowing the worker
/// @param errorAllowance units that may still fail without slowing the worker
/// @param refused units refused or failed since the start, those tolerated left out
/// @param down whether nearly everything was refused and nothing has been since; the way back, to
///   the knee or the share, is by what is accepted
/// @param written whether anything was recorded yet
/// @param updatedNanos when the state was last advanced
/// @param quietSinceNanos since when silence counts: the last time anything was known to be
///   refused, here or elsewhere in the fleet, or a larger share took effect, later by the time in
///   which what was saved is spent; at a start it lies ahead
public record PaceState(
    double pace,
    Share share,
    boolean settled,
    double knee,
    double accepted,
    CostFactor cost,
    double hotShare,
    double strain,
    double saved,
    double hotAllowance,
    double errorAllowance,
    double refused,
    boolean down,
    boolean written,
    long updatedNanos,
    long quietSinceNanos) {

  /// @return units that AWS consumes for each that is estimated
  public double costFactor() {
    return cost.value();
  }

  PaceState withPace(double pace, double knee) {
    return new PaceState(
        pace,
        share,
        settled,
        knee,
        accepted,
        cost,
        hotShare,
        strain,
        saved,
        hotAllowance,
        errorAllowance,
        refused,
        down,
        written,
        updatedNanos,
        quietSinceNanos);
  }

  PaceState withTime(
      double accepted, double saved, double hotShare, long updatedNanos, long quietSinceNanos) {
    return new PaceState(
        pace,
        share,
        settled,
        knee,
        accepted,
        cost,
        hotShare,
        strain,
        saved,
        hotAllowance,
        errorAllowance,
        refused,
        down,
        written,
        updatedNanos,
        quietSinceNanos);
  }

  PaceState withShare(Share share, boolean settled) {
    return new PaceState(
        pace,
        share,
        settled,
        knee,
        accepted,
        cost,
        hotShare,
        strain,
        saved,
        hotAllowance,
        errorAllowance,
        refused,
        down,
        written,
        updatedNanos,
        quietSinceNanos);
  }
}
