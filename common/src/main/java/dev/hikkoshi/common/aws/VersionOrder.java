package dev.hikkoshi.common.aws;

import dev.hikkoshi.common.objects.InventoryObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// Keeps the order in which S3 lists versions and delete markers. The SDK gives the two apart, and
/// their times, in whole seconds, do not tell which of them came first.
///
/// A client that has this among its interceptors gets the delete markers of a listing among its
/// versions: as versions that have no ETag. Thread-safe.
public final class VersionOrder implements ExecutionInterceptor {
  private static final ExecutionAttribute<List<Boolean>> MARKERS =
      new ExecutionAttribute<>("VersionOrder");
  private static final XMLInputFactory XML = factory();

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  /// What a page lists, in its order: by key, the newest first. What is a multipart upload is told
  /// by its ETag.
  ///
  /// @param page from a client with this interceptor
  public static List<InventoryObject> of(ListObjectVersionsResponse page) {
    if (page.hasDeleteMarkers() && !page.deleteMarkers().isEmpty()) {
      throw new IllegalStateException("the client keeps no order of versions");
    }
    return page.versions().stream().map(VersionOrder::object).toList();
  }

  private static InventoryObject object(ObjectVersion listed) {
    String etag = listed.eTag();
    return new InventoryObject(
        listed.key(),
        listed.versionId(),
        listed.isLatest(),
        etag == null,
        etag == null ? InventoryObject.UNKNOWN_SIZE : listed.size(),
        listed.lastModified(),
        etag == null ? null : etag.replace("\"", ""),
        listed.storageClassAsString(),
        etag == null ? null : etag.indexOf('-') >= 0,
        null,
        first(listed.checksumAlgorithm()),
        null);
  }

  private static @Nullable String first(List<ChecksumAlgorithm> algorithms) {
    return algorithms.isEmpty() ? null : algorithms.getFirst().toString();
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    if (!(context.request() instanceof ListObjectVersionsRequest)
        || !context.httpResponse().isSuccessful()
        || context.responseBody().isEmpty()) {
      return context.responseBody();
    }
    try (InputStream body = context.responseBody().get()) {
      byte[] bytes = body.readAllBytes();
      attributes.putAttribute(MARKERS, markers(bytes));
      return Optional.of(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// For each entry in turn, whether it is a delete marker.
  private static List<Boolean> markers(byte[] document) throws IOException {
    var markers = new ArrayList<Boolean>();
    try {
      XMLStreamReader xml = XML.createXMLStreamReader(new ByteArrayInputStream(document));
      int depth = 0;
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            depth++;
            if (depth == 2 && xml.getLocalName().equals("Version")) {
              markers.add(false);
            } else if (depth == 2 && xml.getLocalName().equals("DeleteMarker")) {
              markers.add(true);
            }
          }
          case XMLStreamConstants.END_ELEMENT -> depth--;
          default -> {}
        }
      }
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("a listing of versions is not XML: " + e.getMessage(), e);
    }
    return markers;
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    List<Boolean> markers = attributes.getAttribute(MARKERS);
    return context.response() instanceof ListObjectVersionsResponse page && markers != null
        ? merged(page, markers)
        : context.response();
  }

  private static ListObjectVersionsResponse merged(
      ListObjectVersionsResponse page, List<Boolean> markers) {
    Iterator<ObjectVersion> versions = page.versions().iterator();
    Iterator<DeleteMarkerEntry> deleted = page.deleteMarkers().iterator();
    List<ObjectVersion> all =
        markers.stream()
            .map(marker -> marker ? asVersion(deleted.next()) : versions.next())
            .toList();
    return page.toBuilder().versions(all).deleteMarkers(List.of()).build();
  }

  private static ObjectVersion asVersion(DeleteMarkerEntry marker) {
    return ObjectVersion.builder()
        .key(marker.key())
        .versionId(marker.versionId())
        .isLatest(marker.isLatest())
        .lastModified(marker.lastModified())
        .build();
  }
}
