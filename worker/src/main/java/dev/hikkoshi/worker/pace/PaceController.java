package dev.hikkoshi.worker.pace;

/// Finds the pace of one worker: as fast as the destination takes it, never above the share. Pure
/// and immutable; time comes in with every call and never goes back.
///
/// With pace `r`, refused units `x` of one outcome, the pace `a` accepted lately and the time `q`
/// since anything was last refused anywhere in the fleet:
///
/// ```
/// climb   dr/dt = min(HOLD ÷ workers, HOLD_MOST · r) + r · ramp(q)
///                                                 ramp(q) = min(TOP, RAMP · (q − QUIET)⁺²)
/// fall    r ← r − x ÷ FALL                         SWIFT times that while r > a
/// ```
///
/// Overloaded, the two balance where some `HOLD · FALL` units a second are refused in the fleet:
/// just enough to see when the destination grows, and to keep it used so that it does. The fall is
/// proportional and lands on the capacity without falling far below it: refused per second is
/// exactly what the pace is too high by. When refusals stop, the climb speeds up; but first the
/// pace goes to just above `a` and stays there until what the destination may have saved meanwhile
/// is spent, because until then silence is no news. After nearly everything was refused, each
/// accepted unit is added to the pace, up to what went well before (`knee`), until something is
/// refused again. Constants and what was tried: `docs/pace.md` and `docs/adr/0003-pace.md`.
public final class PaceController {
  /// What the fleet's pace climbs by in a second while refusals are seen, units per second: so many
  /// refusals that a second without one is seldom chance, however much is written.
  static final double HOLD = 40;

  /// The most of that, as share of the pace.
  static final double HOLD_MOST = 0.02;

  /// Seconds over which a refused unit is taken off the pace.
  static final double FALL = 0.4;

  /// How much faster the pace falls while it is above what was accepted lately: how far an
  /// overshoot has to come down is known.
  static final double SWIFT = 100;

  /// Seconds of pace over which the share that is refused is averaged.
  static final double STRAIN_SECONDS = 0.5;

  /// Share of units refused lately from which the destination counts as down.
  static final double DOWN = 0.8;

  /// Seconds in which the pace grows by a factor e on the way back from there.
  static final double BACK = 0.3;

  /// Seconds over which what was accepted is averaged.
  static final double ACCEPTED_SECONDS = 20;

  /// How far what counts as accepted lately may be above a pace that is refused, as factor: it may
  /// be of before the capacity fell, or what was told. Chance leaves a single worker's pace closer
  /// than that.
  static final double ACCEPTED_MOST = 1.5;

  /// Seconds between two looks at the fleet.
  static final double INTERVAL_SECONDS = FleetShare.INTERVAL.toMillis() / 1000.0;

  /// Seconds by which news from the fleet counts as old: half an interval.
  static final double NEWS_SECONDS = INTERVAL_SECONDS / 2;

  /// Seconds without any refusal in the fleet after which silence counts: an interval after news,
  /// when the next look at the fleet brings none.
  static final double QUIET = NEWS_SECONDS + INTERVAL_SECONDS;

  /// Seconds of pace one request carries at most: refusals are seen as soon as that, and come
  /// evenly.
  static final double REQUEST_SECONDS = 0.1;

  /// How the climb speeds up: per second, times the square of the seconds since [#QUIET].
  static final double RAMP = 0.7;

  /// The fastest climb, per second.
  static final double TOP = 1;

  /// Seconds of what is accepted that the destination may have saved at most while the pace was
  /// below it: of a saved second, what chance leaves where the pace is near the capacity.
  static final double SAVED_MOST = 0.2;

  /// What is saved is spent by a pace so much above what was accepted lately, as share of that.
  static final double SPEND = 0.03;

  /// The climb up to there, per second.
  static final double SPEND_CLIMB = 0.3;

  /// Seconds of accepted writes in which the knee forgets by a factor e.
  static final double KNEE_SECONDS = 30;

  /// Share of units that hot key ranges may refuse without slowing the worker.
  static final double HOT_TOLERANCE = 0.01;

  /// Share of units that may fail with server errors without slowing the worker: errors are not
  /// about its pace until the destination as a whole is failing.
  static final double ERROR_TOLERANCE = 0.5;

  /// Seconds of pace for which unused tolerance is kept.
  static final double HOT_SECONDS = 60;

  static final double ERROR_SECONDS = 4;

  /// Requests for which tolerance is kept at least: a slow worker sends few, and each fails as a
  /// whole.
  static final double TOLERATED_REQUESTS = 3;

  /// What the whole fleet keeps probing with, as share of its starting pace and in units per
  /// second.
  static final double PROBE_SHARE = 0.02;

  static final double PROBE_MOST = 100;

  /// How far one look at the fleet moves the pace towards its mean, which leaves the fleet's pace
  /// as it is.
  static final double FAIRNESS = 0.5;

  /// What the fleet begins with where the start is the capacity, as factor: a table may have saved
  /// a second of it, and whether it takes more than that is known when the second is spent.
  static final double START_FACTOR = 1.3;

  /// Seconds in which the fleet spends a saved second of the start, and for which a newcomer takes
  /// no silence for news.
  static final double START_SECONDS = 1 / (START_FACTOR - 1);

  /// Part of a pace that counts as all of it: whether the share held it when that grows, whether
  /// others are still at the start. A newcomer comes to the mean of the others by and by.
  static final double NEARLY = 0.9;

  private static final double LONGEST_STEP_SECONDS = 1;
  private static final double RISE_SECONDS = Math.sqrt(TOP / RAMP);
  private static final double UNUSED = 1e18;
  private static final double REASON_UNITS = 100;
  private static final double REASON_SECONDS = 60;

  private final double startPace;
  private final Start start;

  /// @param startPace what the destination takes at once, units per second for the whole fleet:
  ///   warm throughput, provisioned capacity, 4,000 for a new on-demand table, 3,500 for a bucket
  /// @param start what that is to the destination
  public PaceController(double startPace, Start start) {
    if (!(startPace > 0 && startPace < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("start is " + startPace + ", allowed is more than 0");
    }
    this.startPace = startPace;
    this.start = start;
  }

  /// @return the state of a worker that has no share yet and so writes nothing
  public PaceState start(long nowNanos) {
    return new PaceState(
        0,
        Share.alone(0),
        false,
        0,
        0,
        CostFactor.UNKNOWN,
        0,
        0,
        0,
        0,
        UNUSED,
        0,
        false,
        false,
        nowNanos,
        nowNanos);
  }

  /// The state after time has passed with work waiting. Of a step longer than a second only the
  /// last second counts: a worker that has nothing to write learns nothing and does not climb.
  public PaceState advance(PaceState state, long nowNanos) {
    long elapsed = nowNanos - state.updatedNanos();
    if (elapsed <= 0) {
      return state;
    }
    long idle = Math.max(0, elapsed - (long) (LONGEST_STEP_SECONDS * 1e9));
    double seconds = (elapsed - idle) * 1e-9;
    double saved = saved(state, seconds);
    // The clock of silence stands still while what is saved is spent.
    boolean spends = saved > 0 && (nowNanos - state.quietSinceNanos() - idle) * 1e-9 > QUIET;
    long still = spends ? elapsed : idle;
    // At most until now: what was refused elsewhere meanwhile has ended it already.
    long quietSince =
        Math.max(state.quietSinceNanos(), Math.min(nowNanos, state.quietSinceNanos() + still));
    double pace = state.pace() + hold(state) * seconds;
    double spending = (1 + SPEND) * state.accepted();
    if (!spends) {
      double quiet = (nowNanos - quietSince) * 1e-9;
      pace *= Math.exp(ramp(quiet) - ramp(Math.max(0, quiet - seconds)));
    } else if (pace < spending) {
      pace = Math.min(spending, pace * Math.exp(SPEND_CLIMB * seconds));
    }
    return state
        .withTime(
            state.accepted() * Math.exp(-seconds / ACCEPTED_SECONDS),
            saved,
            state.hotShare() * Math.exp(-seconds / REASON_SECONDS),
            nowNanos,
            quietSince)
        .withPace(within(state.share(), pace), state.knee());
  }

  /// The state with another share. The fleet's pace stays when its size changes: fewer workers take
  /// over what the others wrote, and a newcomer starts at the pace of the others. Who was held by
  /// the share alone goes on at once as fast as a larger one allows, up to the knee. No time passes
  /// with it: it does for who has work waiting, and a share is told each second to who has none.
  public PaceState share(PaceState state, long nowNanos, Share share) {
    double scale = (double) state.share().workers() / share.workers();
    double pace = state.pace() * scale;
    double knee = state.knee() * scale;
    double accepted = state.accepted() * scale;
    long quietSince = state.quietSinceNanos();
    boolean grows = share.unitsPerSecond() > state.share().unitsPerSecond();
    boolean same = isSameLimit(share, state.share());
    boolean held = isHeld(state, grows ? NEARLY : 1) && !state.down();
    boolean idle = (nowNanos - state.updatedNanos()) * 1e-9 > LONGEST_STEP_SECONDS;
    if (held) {
      pace = Math.max(pace, knee);
    }
    if (pace > share.unitsPerSecond()) {
      knee = Math.max(knee, pace);
    }
    if (!state.written()) {
      double told = startPace / share.workers();
      pace = share.meanPace() > 0 ? share.meanPace() : firstPace(told);
      // Others that are still at the start have seen no more accepted than this one.
      boolean first = start == Start.CAPACITY && NEARLY * pace <= firstPace(told);
      knee = first ? told : pace;
      accepted = within(share, first ? Math.min(pace, told) : pace);
      quietSince = nowNanos + (long) (newsAfter(share) * 1e9);
    } else if (share.meanPace() > 0
        && pace > 0
        && same
        && state.settled()
        && (state.strain() <= DOWN || idle)) {
      pace += FAIRNESS * (share.meanPace() - pace);
      // Who has no work follows the others, and what they write is accepted.
      accepted = idle ? Math.max(accepted, within(share, pace)) : accepted;
    }
    if (share.workers() > state.share().workers() && state.written()) {
      // Who has come does not write yet, so nothing is refused.
      quietSince = Math.max(quietSince, nowNanos + FleetShare.JOINING.toNanos());
    }
    if (held && grows && state.written()) {
      // Or the first refusal would throw it down to what was accepted under the share before.
      accepted = Math.max(accepted, within(share, pace));
      // That nothing was refused below it says nothing of this pace.
      quietSince = Math.max(quietSince, nowNanos);
    }
    long refusedElsewhere = nowNanos - (long) (NEWS_SECONDS * 1e9);
    return state
        .withShare(share, same && (state.settled() || isSecondLook(share, state.share())))
        .withTime(
            accepted,
            state.saved(),
            state.hotShare(),
            state.written() ? state.updatedNanos() : nowNanos,
            share.refusedElsewhere() > 0 ? Math.max(quietSince, refusedElsewhere) : quietSince)
        .withPace(within(share, pace), knee);
  }

  /// The state after a request has been answered.
  public PaceState record(PaceState before, long nowNanos, PaceOutcome outcome) {
    var state = advance(before, nowNanos);
    if (outcome.isNothing()) {
      return state;
    }
    double cost = state.costFactor();
    double offered = outcome.estimated() * cost;
    double hot = cost * (outcome.refusedKeyRange() + outcome.refusedUnknown() * state.hotShare());
    double table =
        cost * (outcome.refusedTable() + outcome.refusedUnknown() * (1 - state.hotShare()));
    double failed = outcome.error() ? offered : 0;
    double hotLeft =
        allowance(state.hotAllowance(), HOT_TOLERANCE, HOT_SECONDS, offered, state.pace()) - hot;
    double errorLeft =
        allowance(state.errorAllowance(), ERROR_TOLERANCE, ERROR_SECONDS, offered, state.pace())
            - failed;
    double excess = table + Math.max(0, -hotLeft) + Math.max(0, -errorLeft);
    double accepted = state.accepted() + outcome.written() * cost / ACCEPTED_SECONDS;
    if (excess > 0) {
      accepted = Math.min(accepted, ACCEPTED_MOST * state.pace());
    } else if (outcome.written() > 0 && (state.down() || isFirstClimb(state))) {
      // The mean is still of what was before.
      accepted = Math.max(accepted, state.pace());
    }
    double knee = Math.max(state.knee(), Math.min(state.pace(), accepted));
    double strain = strain(state, offered, excess);
    boolean below = state.pace() < knee && (state.pace() == 0 || !isHeld(state, 1));
    boolean down = below && (strain > DOWN || (state.down() && excess == 0));
    double toKnee = state.down() && excess == 0 ? Math.max(0, knee - state.pace()) : 0;
    double back = Math.min(toKnee, outcome.written() * cost / BACK);
    double pace = within(state.share(), state.pace() + back - fall(state, accepted, excess));
    return new PaceState(
        pace,
        state.share(),
        state.settled(),
        isHeld(state, 1) ? knee : forgotten(knee, pace, outcome.written() * cost),
        accepted,
        state.cost().learn(outcome),
        hotShare(state, outcome),
        strain,
        state.saved(),
        Math.max(0, hotLeft),
        Math.max(0, errorLeft),
        state.refused() + excess,
        down,
        true,
        nowNanos,
        excess > 0 ? nowNanos : state.quietSinceNanos());
  }

  /// Whether the share alone limits the pace: that it is below the knee then says nothing.
  private static boolean isHeld(PaceState state, double nearly) {
    return state.pace() >= nearly * state.share().unitsPerSecond();
  }

  /// Whether who began with the least that the destination takes still climbs from there: nothing
  /// was ever refused, and the share is not reached, as a group's of few keys soon is.
  private boolean isFirstClimb(PaceState state) {
    return start == Start.LEAST && state.refused() == 0 && !isHeld(state, 1);
  }

  /// What a worker's heartbeat tells of its pace: nothing while no work came for [#QUIET]. Who does
  /// not write is no measure of those who do.
  ///
  /// @return units per second; 0 without work
  public double told(PaceState state, long nowNanos) {
    return (nowNanos - state.updatedNanos()) * 1e-9 > QUIET ? 0 : state.pace();
  }

  /// How much one request should carry: a slow worker sends small requests often instead of large
  /// ones seldom, which spreads the fleet's load evenly and shows refusals sooner.
  ///
  /// @return units as estimated; 0 while paused. A request carries at least one item, whatever it
  ///   costs.
  public double requestUnits(PaceState state) {
    return state.pace() * REQUEST_SECONDS / state.costFactor();
  }

  /// Whether the limit is that of the last look at the fleet: the mean of paces under another one
  /// says nothing.
  private static boolean isSameLimit(Share share, Share before) {
    return share.unitsPerSecond() == before.unitsPerSecond() && share.workers() == before.workers();
  }

  /// Whether both were read with the fleet's heartbeats, and not by the same look at them. What is
  /// told without a reading, as a limit is to groups of keys at once, has the number 0.
  private static boolean isSecondLook(Share share, Share before) {
    return share.sync() > 0 && before.sync() > 0 && share.sync() != before.sync();
  }

  private double firstPace(double told) {
    return start == Start.CAPACITY ? START_FACTOR * told : told;
  }

  /// Seconds until a newcomer takes silence for news; less than 0 where it climbs at once as if
  /// there had been silence before.
  private double newsAfter(Share share) {
    return switch (start) {
      case CAPACITY -> START_SECONDS;
      case LEAST -> share.meanPace() > 0 ? 0 : -QUIET - RISE_SECONDS;
    };
  }

  /// Integral of the ramp over the quiet time, so that any division of time into steps climbs
  /// alike.
  private static double ramp(double quietSeconds) {
    double up = Math.max(0, quietSeconds - QUIET);
    double curved = Math.min(up, RISE_SECONDS);
    return RAMP * curved * curved * curved / 3 + TOP * (up - curved);
  }

  /// The climb while refusals are seen, units per second in a second.
  private static double hold(PaceState state) {
    return Math.min(HOLD / state.share().workers(), HOLD_MOST * state.pace());
  }

  /// Seconds of what was accepted lately that the destination may have saved: unused below that,
  /// spent above it. What the share alone holds back says nothing.
  private static double saved(PaceState state, double seconds) {
    double accepted = state.accepted();
    if (accepted <= 0 || isHeld(state, 1)) {
      return 0;
    }
    double unused = (accepted - state.pace()) / accepted * seconds;
    return Math.clamp(state.saved() + unused, 0, SAVED_MOST);
  }

  /// What one outcome takes off the pace: down to what was accepted lately [#SWIFT] times as fast
  /// as below it. What is left then counts as the part of the pace that it was: a request at ten
  /// times what is taken is not ten requests at that. A single item may cost more than a request
  /// should carry; refused, it takes no more off than a request.
  private static double fall(PaceState state, double accepted, double excess) {
    double pace = state.pace();
    if (excess <= 0 || pace <= 0) {
      return 0;
    }
    double most = REQUEST_SECONDS * pace;
    double steady = Math.min(excess, most) / FALL;
    double swift = Math.min(SWIFT * steady, Math.max(0, pace - accepted));
    return swift + (steady - swift / SWIFT) * (pace - swift) / pace;
  }

  /// What is left of the knee, which is forgotten as units are accepted below it.
  private static double forgotten(double knee, double pace, double written) {
    return knee > pace && pace > 0
        ? pace + (knee - pace) * Math.exp(-written / (KNEE_SECONDS * pace))
        : knee;
  }

  private double within(Share share, double pace) {
    double probe = Math.min(PROBE_MOST, PROBE_SHARE * startPace) / share.workers();
    return Math.min(share.unitsPerSecond(), Math.max(probe, pace));
  }

  private static double allowance(
      double left, double tolerance, double seconds, double offered, double pace) {
    double most = Math.max(TOLERATED_REQUESTS * offered, tolerance * seconds * pace);
    return Math.min(left + tolerance * offered, most);
  }

  /// What is answered while paused is late, and too little to tell.
  private static double strain(PaceState state, double offered, double excess) {
    if (offered <= 0 || state.pace() <= 0) {
      return state.strain();
    }
    double weight = -Math.expm1(-offered / (STRAIN_SECONDS * state.pace()));
    return state.strain() + (Math.min(1, excess / offered) - state.strain()) * weight;
  }

  private static double hotShare(PaceState state, PaceOutcome outcome) {
    double reasoned = outcome.refusedKeyRange() + outcome.refusedTable();
    if (reasoned <= 0) {
      return state.hotShare();
    }
    double weight = -Math.expm1(-reasoned / REASON_UNITS);
    return state.hotShare() + (outcome.refusedKeyRange() / reasoned - state.hotShare()) * weight;
  }
}
