package dev.hikkoshi.worker.copy;

import static dev.hikkoshi.worker.copy.SourceObject.quoted;
import static dev.hikkoshi.worker.copy.SourceObject.unquoted;

import dev.hikkoshi.common.ledger.Upload;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.ObjectToCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;

/// Copies large objects in parts side by side. The upload is in the ledger before its first part,
/// so whoever executes the unit next copies only what is missing. Thread-safe.
///
/// Where the source was uploaded in parts of one size, so is the copy, and its ETag is the same.
final class MultipartCopy {
  private static final int LANES = 16;

  private final CopyObjects work;
  private final CopySettings settings;
  private final UnitRequests requests;
  private final UnitUploads uploads;
  private final SourceObject sources;
  private final Time time;

  MultipartCopy(
      CopyObjects work,
      CopySettings settings,
      UnitRequests requests,
      UnitUploads uploads,
      Time time) {
    this.work = work;
    this.settings = settings;
    this.requests = requests;
    this.uploads = uploads;
    this.sources = new SourceObject(work.from(), requests);
    this.time = time;
  }

  /// Copies an object, or goes on with copying it.
  ///
  /// @param head what its source is now
  /// @param expected what has to be at the destination in the end
  ObjectEnd copy(ObjectToCopy object, HeadObjectResponse head, Expected expected)
      throws RefusedException, InterruptedException {
    if (!XmlText.allows(object.toKey())) {
      return new ObjectEnd.Dead(
          "too large for one request, and S3's answers to an upload name the key in XML, which"
              + " cannot hold its control characters");
    }
    if (head.missingMeta() != null && head.missingMeta() > 0) {
      return new ObjectEnd.Dead(
          "S3 does not tell " + head.missingMeta() + " entries of its metadata");
    }
    String etag = unquoted(head.eTag());
    Optional<Upload> known = uploads.find(object.toKey());
    if (known.isPresent() && !known.get().sourceEtag().equals(etag)) {
      uploads.giveUp(known.get());
      known = Optional.empty();
    }
    Optional<HeadObjectResponse> finished = finished(known);
    if (finished.isPresent()) {
      return verdict(object, head, finished.get());
    }
    PartLayout layout =
        known.isPresent()
            ? new PartLayout(head.contentLength(), known.get().partSize())
            : layout(object, head, etag);
    if (!layout.isPossible()) {
      return new ObjectEnd.Dead("too large: " + layout.size() + " bytes");
    }
    try {
      if (known.isPresent() && known.get().id().isPresent()) {
        return parts(object, head, known.get(), true, expected);
      }
      var start = new NewUpload(work.from(), object, head, settings);
      return parts(
          object,
          head,
          uploads.begin(object.toKey(), etag, layout.partSize(), start),
          false,
          expected);
    } catch (RefusedException e) {
      if (e.failure().kind() == S3Failure.Kind.NO_UPLOAD) {
        return vanished(object, head, e);
      }
      throw e;
    }
  }

  /// Cleans up after an object that will not be copied.
  void abandon(ObjectToCopy object) throws RefusedException, InterruptedException {
    Optional<Upload> known = uploads.find(object.toKey());
    if (known.isPresent()) {
      uploads.giveUp(known.get());
    }
  }

  /// The object at the destination, if the upload has become it.
  private Optional<HeadObjectResponse> finished(Optional<Upload> upload)
      throws RefusedException, InterruptedException {
    return upload.isPresent() && upload.get().etag().isPresent()
        ? uploads
            .destination(upload.get().key())
            .filter(there -> upload.get().etag().filter(unquoted(there.eTag())::equals).isPresent())
        : Optional.empty();
  }

  /// Somebody else has completed it, or aborted it: then it begins anew with the next attempt.
  private ObjectEnd vanished(ObjectToCopy object, HeadObjectResponse head, RefusedException e)
      throws RefusedException, InterruptedException {
    Optional<Upload> now = uploads.find(object.toKey());
    Optional<HeadObjectResponse> finished = finished(now);
    if (finished.isPresent()) {
      return verdict(object, head, finished.get());
    }
    now.ifPresent(uploads::forget);
    return new ObjectEnd.Left(e.failure().as(S3Failure.Kind.TRANSIENT));
  }

  /// Whether what was made of the parts is what the source is, as far as size and checksum tell.
  private ObjectEnd verdict(
      ObjectToCopy object, HeadObjectResponse source, HeadObjectResponse copy) {
    String difference =
        source.contentLength().equals(copy.contentLength())
            ? Checksums.of(source).map(checksum -> checksum.difference(copy)).orElse("")
            : "the copy has " + copy.contentLength() + " bytes, not " + source.contentLength();
    if (difference.isEmpty()) {
      return new ObjectEnd.Done(unquoted(copy.eTag()));
    }
    uploads.find(object.toKey()).ifPresent(uploads::forget);
    return new ObjectEnd.Dead(difference);
  }

  private PartLayout layout(ObjectToCopy object, HeadObjectResponse head, String etag)
      throws RefusedException, InterruptedException {
    int dash = etag.indexOf('-');
    if (dash > 0) {
      HeadObjectResponse first = sources.head(object, etag, 1);
      var own = new PartLayout(head.contentLength(), first.contentLength());
      if (first.partsCount() != null && own.fits(first.partsCount())) {
        return own;
      }
    }
    return PartLayout.of(head.contentLength(), settings.partSize());
  }

  /// @param resumed whether some parts may be there
  private ObjectEnd parts(
      ObjectToCopy object,
      HeadObjectResponse head,
      Upload upload,
      boolean resumed,
      Expected expected)
      throws RefusedException, InterruptedException {
    var layout = new PartLayout(head.contentLength(), upload.partSize());
    var done = new ConcurrentHashMap<Integer, CompletedPart>();
    if (resumed) {
      for (Part part : uploads.parts(upload)) {
        int number = part.partNumber();
        if (number <= layout.count() && part.size() == layout.length(number)) {
          done.put(number, Checksums.part(number, part.eTag(), part));
        }
      }
    }
    copyMissing(object, upload, layout, done);
    List<CompletedPart> all =
        IntStream.rangeClosed(1, layout.count()).mapToObj(number -> part(done, number)).toList();
    uploads.completing(upload, PartEtags.together(all));
    uploads.complete(upload, all, expected);
    return verdict(object, head, uploads.destination(upload.key()).orElseThrow());
  }

  private static CompletedPart part(Map<Integer, CompletedPart> parts, int number) {
    CompletedPart part = parts.get(number);
    if (part == null) {
      throw new IllegalStateException("part " + number + " is neither copied nor refused");
    }
    return part;
  }

  private void copyMissing(
      ObjectToCopy object, Upload upload, PartLayout layout, Map<Integer, CompletedPart> done)
      throws RefusedException, InterruptedException {
    var missing = new ArrayList<Integer>();
    for (int number = 1; number <= layout.count(); number++) {
      if (!done.containsKey(number)) {
        missing.add(number);
      }
    }
    var refusals = new ConcurrentLinkedQueue<RefusedException>();
    Lanes.run(
        time,
        "part",
        missing.size(),
        LANES,
        index -> {
          int number = missing.get(index);
          try {
            done.put(number, copyPart(object, upload, layout, number));
            return true;
          } catch (RefusedException e) {
            refusals.add(e);
            return false;
          }
        });
    RefusedException first = refusals.peek();
    if (first != null) {
      throw first;
    }
  }

  private CompletedPart copyPart(ObjectToCopy object, Upload upload, PartLayout layout, int number)
      throws RefusedException, InterruptedException {
    var copied =
        requests
            .send(
                upload.key(),
                (s3, signed) ->
                    s3.uploadPartCopy(r ->
                        r.sourceBucket(work.from())
                            .sourceKey(object.key())
                            .sourceVersionId(object.version())
                            .copySourceIfMatch(quoted(upload.sourceEtag()))
                            .copySourceRange(layout.range(number))
                            .destinationBucket(upload.bucket())
                            .destinationKey(upload.key())
                            .uploadId(upload.id().orElseThrow())
                            .partNumber(number)
                            .overrideConfiguration(signed)))
            .copyPartResult();
    return Checksums.part(number, copied.eTag(), copied);
  }
}
