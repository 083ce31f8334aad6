package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.Address.Level;
import dev.hikkoshi.local.s3.inventory.InventoryWriter;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.S3Error;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;

/// Every operation there is. A request with a query parameter or header that its operation does not
/// understand is refused by name: ignoring one would be answering another question.
final class Routes implements Route.Operation {
  /// Few, so that even a small inventory has several files.
  private static final int ROWS_PER_INVENTORY_FILE = 1_000;

  private static final Set<String> NONE = Set.of();
  private static final Set<String> LISTING =
      Set.of(
          "list-type",
          "prefix",
          "delimiter",
          "marker",
          "continuation-token",
          "start-after",
          "max-keys",
          "encoding-type",
          "fetch-owner");
  private static final Set<String> VERSIONS =
      Set.of("prefix", "delimiter", "key-marker", "version-id-marker", "max-keys", "encoding-type");
  private static final Set<String> VERSION = Set.of("versionId");
  private static final Set<String> UPLOADS =
      Set.of(
          "prefix", "delimiter", "key-marker", "upload-id-marker", "max-uploads", "encoding-type");
  private static final Set<String> PARTS = Set.of("max-parts", "part-number-marker");
  private static final Set<String> READING =
      Set.of(
          "partNumber",
          "versionId",
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding",
          "response-content-language",
          "response-content-type",
          "response-expires");
  private static final Set<String> SIGNING =
      Set.of("x-id", "AWSAccessKeyId", "Signature", "Expires");
  private static final List<String> REFUSED_HEADERS =
      List.of(
          "x-amz-server-side-encryption",
          "x-amz-copy-source-server-side-encryption",
          "x-amz-object-lock-",
          "x-amz-bucket-object-lock-enabled",
          "x-amz-website-redirect-location",
          "x-amz-write-offset-bytes");

  private final List<Route> routes;

  Routes(BucketStore buckets, BucketLimits limits, Clock clock) {
    BucketOperations bucket = new BucketOperations(buckets, clock);
    ObjectReads reads = new ObjectReads(buckets);
    ObjectWrites writes = new ObjectWrites(buckets, limits, clock);
    ListObjects listing = new ListObjects(buckets);
    Multipart multipart = new Multipart(buckets, clock);
    CompleteUpload complete = new CompleteUpload(buckets, clock);
    CopyObject copies = new CopyObject(buckets, clock);
    UploadPartCopy partCopies = new UploadPartCopy(buckets, clock);
    ListUploads uploads = new ListUploads(buckets);
    ObjectAttributes attributes = new ObjectAttributes(buckets);
    Tagging tagging = new Tagging(buckets);
    Versions versions = new Versions(buckets);
    Inventories inventories =
        new Inventories(
            buckets, new InventoryWriter(buckets, clock, Owner.ID, ROWS_PER_INVENTORY_FILE));
    Set<String> part = Set.of("partNumber", "uploadId");
    routes =
        List.of(
            service("GET", Set.of("max-buckets", "prefix", "continuation-token"), bucket::list),
            bucket("PUT", NONE, NONE, bucket::create),
            bucket("HEAD", NONE, NONE, bucket::head),
            bucket("DELETE", NONE, NONE, bucket::delete),
            bucket("GET", Set.of("location"), NONE, bucket::location),
            bucket("GET", Set.of("versioning"), NONE, versions::get),
            bucket("PUT", Set.of("versioning"), NONE, versions::put),
            bucket("PUT", Set.of("inventory", "id"), NONE, inventories::put),
            bucket("GET", NONE, LISTING, listing::list),
            bucket("GET", Set.of("versions"), VERSIONS, versions::list),
            bucket("POST", Set.of("delete"), NONE, writes::deleteMany),
            object("GET", NONE, READING, reads::get),
            object("HEAD", NONE, READING, reads::get),
            object("PUT", NONE, NONE, copyOr(copies::copy, writes::put)),
            object("DELETE", NONE, VERSION, writes::delete),
            object("GET", Set.of("attributes"), VERSION, attributes::get),
            object("GET", Set.of("tagging"), VERSION, tagging::get),
            object("PUT", Set.of("tagging"), VERSION, tagging::put),
            object("DELETE", Set.of("tagging"), VERSION, tagging::delete),
            bucket("GET", Set.of("uploads"), UPLOADS, uploads::uploads),
            object("POST", Set.of("uploads"), NONE, multipart::create),
            object("PUT", part, NONE, copyOr(partCopies::copy, multipart::uploadPart)),
            object("GET", Set.of("uploadId"), PARTS, uploads::parts),
            object("POST", Set.of("uploadId"), NONE, complete::complete),
            object("DELETE", Set.of("uploadId"), NONE, multipart::abort));
  }

  @Override
  public S3Response handle(S3Request request) throws IOException {
    refuseUnknownHeaders(request);
    Route route =
        routes.stream()
            .filter(each -> each.accepts(request))
            .max(Comparator.comparingInt(each -> each.required().size()))
            .orElse(null);
    for (String parameter : request.query().keySet()) {
      if (!isSigning(parameter) && (route == null || !route.understands(parameter))) {
        throw S3Error.NOT_IMPLEMENTED.exception(
            "%s with the query parameter %s is not implemented"
                .formatted(request.method(), parameter));
      }
    }
    if (route == null) {
      throw S3Error.METHOD_NOT_ALLOWED.exception();
    }
    return route.operation().handle(request);
  }

  /// What a presigned URL or an SDK adds to any request.
  private static boolean isSigning(String parameter) {
    return SIGNING.contains(parameter) || parameter.regionMatches(true, 0, "X-Amz-", 0, 6);
  }

  private static void refuseUnknownHeaders(S3Request request) {
    for (HttpField field : request.headers()) {
      String name = field.getName().toLowerCase(Locale.ROOT);
      if (REFUSED_HEADERS.stream().anyMatch(name::startsWith) && !isDefaultEncryption(field)) {
        throw S3Error.NOT_IMPLEMENTED.exception(
            "The header %s is not implemented".formatted(field.getName()));
      }
    }
  }

  /// `AES256` is what S3 does to every object anyway; it changes nothing that a client could see.
  private static boolean isDefaultEncryption(HttpField field) {
    return field.getName().equalsIgnoreCase("x-amz-server-side-encryption")
        && "AES256".equals(field.getValue());
  }

  /// A PUT that names a copy source is another operation than one that brings the bytes.
  private static Route.Operation copyOr(Route.Operation copy, Route.Operation put) {
    return request -> CopySource.isNamedIn(request) ? copy.handle(request) : put.handle(request);
  }

  private static Route service(String method, Set<String> optional, Route.Operation operation) {
    return new Route(method, Level.SERVICE, NONE, optional, operation);
  }

  private static Route bucket(
      String method, Set<String> required, Set<String> optional, Route.Operation operation) {
    return new Route(method, Level.BUCKET, required, optional, operation);
  }

  private static Route object(
      String method, Set<String> required, Set<String> optional, Route.Operation operation) {
    return new Route(method, Level.OBJECT, required, optional, operation);
  }
}
