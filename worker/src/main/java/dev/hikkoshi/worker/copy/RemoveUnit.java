package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.worker.write.UnitEnd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/// Executes one unit of removals, many keys a request, and records those that can not be removed.
/// S3 counts every key, so a request costs as much as it has keys, at the pace of its first key's
/// group.
final class RemoveUnit {
  /// S3's limit.
  private static final int MAX_KEYS = 1_000;

  private final Ledger ledger;

  RemoveUnit(Ledger ledger) {
    this.ledger = ledger;
  }

  /// Removes what it can. Dead keys are in the ledger when this returns.
  UnitEnd execute(WorkMessage message, RemoveObjects work, UnitRequests requests)
      throws InterruptedException {
    List<String> keys = work.keys().stream().distinct().toList();
    var result = new UnitResult(keys.size());
    boolean goOn = true;
    for (int from = 0; from < keys.size() && goOn; ) {
      int to = Math.min(keys.size(), from + batch(requests));
      goOn = remove(work.bucket(), keys, from, to, requests, result);
      from = to;
    }
    if (result.done() > 0) {
      result.denyAlone();
    }
    return result.end(
        requests,
        left -> new RemoveObjects(work.bucket(), left.stream().map(keys::get).toList()),
        (index, reason) ->
            ledger
                .dead()
                .record(
                    message.migration(),
                    new DeadItem(message.unit().toString(), keys.get(index), reason, "")));
  }

  private static int batch(UnitRequests requests) {
    return (int) Math.clamp(requests.requestUnits(), 1, MAX_KEYS);
  }

  private static boolean remove(
      String bucket, List<String> keys, int from, int to, UnitRequests requests, UnitResult result)
      throws InterruptedException {
    var batch = new ArrayList<Integer>();
    boolean goOn = true;
    for (int i = from; i < to; i++) {
      if (XmlText.allows(keys.get(i))) {
        batch.add(i);
      } else {
        goOn &= result.put(i, alone(bucket, keys.get(i), requests), requests);
      }
    }
    if (batch.isEmpty()) {
      return goOn;
    }
    Optional<S3Failure> refused = Optional.empty();
    Map<String, S3Failure> failures = Map.of();
    try {
      failures = together(bucket, batch.stream().map(keys::get).toList(), requests);
    } catch (RefusedException e) {
      refused = Optional.of(e.failure());
    }
    for (int i : batch) {
      Optional<S3Failure> failure =
          refused.isPresent() ? refused : Optional.ofNullable(failures.get(keys.get(i)));
      goOn &=
          result.put(
              i, failure.map(ObjectEnd::of).orElseGet(() -> new ObjectEnd.Done("")), requests);
    }
    return goOn;
  }

  /// A key that no XML can hold goes into the address of a request of its own.
  private static ObjectEnd alone(String bucket, String key, UnitRequests requests)
      throws InterruptedException {
    try {
      requests.send(
          key,
          (s3, signed) ->
              s3.deleteObject(r -> r.bucket(bucket).key(key).overrideConfiguration(signed)));
      return new ObjectEnd.Done("");
    } catch (RefusedException e) {
      return ObjectEnd.of(e.failure());
    }
  }

  private static boolean isThrottled(S3Error error) {
    return S3Failure.kind(0, error.code()) == S3Failure.Kind.THROTTLED;
  }

  /// @return the keys that were not removed, and why
  private static Map<String, S3Failure> together(
      String bucket, List<String> keys, UnitRequests requests)
      throws RefusedException, InterruptedException {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsResponse reply =
        requests.send(
            keys.getFirst(),
            keys.size(),
            (s3, signed) ->
                s3.deleteObjects(r ->
                    r.bucket(bucket)
                        .delete(delete -> delete.objects(objects).quiet(true))
                        .overrideConfiguration(signed)),
            answer ->
                Math.toIntExact(answer.errors().stream().filter(RemoveUnit::isThrottled).count()));
    var failures = new HashMap<String, S3Failure>();
    for (S3Error error : reply.errors()) {
      failures.put(
          error.key(),
          new S3Failure(S3Failure.kind(0, error.code()), error.code(), error.message()));
    }
    return failures;
  }
}
