package dev.hikkoshi.bench.measure;

import java.io.IOException;

/// Another whose rounds, that many of them, are measured as one; what memory these took, its
/// process cannot say. For one thread.
record RepeatedContender(Contender each, int times) implements Contender {
  @Override
  public String name() {
    return each.name();
  }

  @Override
  public Round round() throws IOException, InterruptedException {
    Round sum = each.round();
    for (int i = 1; i < times; i++) {
      sum = sum.plus(each.round());
    }
    return sum;
  }

  @Override
  public boolean warmsUp() {
    return each.warmsUp();
  }
}
