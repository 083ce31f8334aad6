package dev.hikkoshi.bench.sink;

import dev.hikkoshi.local.http.HttpReply;
import java.io.IOException;

/// Answers requests. Thread-safe.
@FunctionalInterface
interface Sink {
  HttpReply answer(SinkCall call) throws IOException, InterruptedException;
}
