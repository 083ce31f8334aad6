package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.Share;

/// A pacer whose outcomes are counted.
record MeteredPacer(Pacer pacer, Meter meter) implements Pacer {
  @Override
  public void acquire(double units) throws InterruptedException {
    pacer.acquire(units);
  }

  @Override
  public Pacer at(String key) {
    return new MeteredPacer(pacer.at(key), meter);
  }

  @Override
  public void enter() throws InterruptedException {
    pacer.enter();
  }

  @Override
  public void leave() {
    pacer.leave();
  }

  @Override
  public void stop() {
    pacer.stop();
  }

  @Override
  public void share(Share share) {
    pacer.share(share);
  }

  @Override
  public void record(PaceOutcome outcome) {
    meter.request(outcome);
    pacer.record(outcome);
  }

  @Override
  public double requestUnits() {
    return pacer.requestUnits();
  }

  @Override
  public double pace() {
    return pacer.pace();
  }

  @Override
  public double refused() {
    return pacer.refused();
  }
}
