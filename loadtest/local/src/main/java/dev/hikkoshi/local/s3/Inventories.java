package dev.hikkoshi.local.s3;

import dev.hikkoshi.common.objects.InventoryFormat;
import dev.hikkoshi.local.s3.inventory.InventoryColumn;
import dev.hikkoshi.local.s3.inventory.InventoryConfiguration;
import dev.hikkoshi.local.s3.inventory.InventoryWriter;
import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.S3Error;
import java.io.IOException;
import java.util.List;

/// PutBucketInventoryConfiguration. S3 writes the first inventory within two days and then every
/// day or week; here one is written at once, whenever the configuration is put, and none after
/// that.
final class Inventories {
  private static final String ARN = "arn:aws:s3:::";

  private final BucketStore buckets;
  private final InventoryWriter writer;

  Inventories(BucketStore buckets, InventoryWriter writer) {
    this.buckets = buckets;
    this.writer = writer;
  }

  S3Response put(S3Request request) throws IOException {
    Bucket source = buckets.get(request.bucket());
    InventoryConfiguration configuration =
        configuration(XmlElement.parse(ReceivedBody.document(request), "InventoryConfiguration"));
    if (!configuration.id().equals(request.parameter("id"))) {
      throw S3Error.INVALID_ARGUMENT.exception(
          "The inventory configuration's id must be that of the request");
    }
    writer.write(source, configuration);
    return S3Response.status(204);
  }

  private static InventoryConfiguration configuration(XmlElement document) {
    XmlElement destination = child(child(document, "Destination"), "S3BucketDestination");
    String arn = destination.require("Bucket");
    if (!arn.startsWith(ARN)) {
      throw S3Error.INVALID_ARGUMENT.exception("Invalid ARN of the destination bucket: " + arn);
    }
    String prefix =
        document.all("Filter").isEmpty() ? null : child(document, "Filter").find("Prefix");
    return new InventoryConfiguration(
        document.require("Id"),
        prefix == null ? "" : prefix,
        document.require("IncludedObjectVersions").equals("All"),
        fields(document),
        InventoryFormat.named(destination.require("Format"))
            .orElseThrow(S3Error.MALFORMED_XML::exception),
        arn.substring(ARN.length()),
        destination.find("Prefix"));
  }

  private static XmlElement child(XmlElement parent, String name) {
    return parent.all(name).stream().findFirst().orElseThrow(S3Error.MALFORMED_XML::exception);
  }

  private static List<InventoryColumn> fields(XmlElement document) {
    return document.all("OptionalFields").stream()
        .flatMap(fields -> fields.all("Field").stream())
        .map(field ->
            InventoryColumn.optional(field.text())
                .orElseThrow(() ->
                    S3Error.INVALID_ARGUMENT.exception(
                        "%s is no field of an inventory".formatted(field.text()))))
        .distinct()
        .toList();
  }
}
