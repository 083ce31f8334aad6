package dev.hikkoshi.worker.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.aws.RawS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Reads what S3 answers to CopyObject. An answer of 200 says nothing yet: S3 begins it before the
/// copy is made, keeps the connection alive with spaces, and may end it with an error.
///
/// The usual answer is recognised as a whole by its text; every other one goes through an XML
/// parser.
final class CopyReply {
  private static final Pattern USUAL =
      Pattern.compile(
          "\\s*(?:<\\?xml[^>]*\\?>)?\\s*<CopyObjectResult(?:\\sxmlns=\"[^\"<>]*\")?>"
              + "(?:<LastModified>[^<&]*</LastModified>)?"
              + "<ETag>(?:&quot;|&#34;|\")([0-9a-f]{32})(?:&quot;|&#34;|\")</ETag>"
              + "(?:<LastModified>[^<&]*</LastModified>)?"
              + "(?:<Checksum[A-Z0-9a-z]+>[^<&]*</Checksum[A-Z0-9a-z]+>)*"
              + "</CopyObjectResult>\\s*");
  private static final int OK = 200;

  /// What the SDK takes an error within an answer of 200 for.
  private static final int ERROR_INSIDE = 500;

  private CopyReply() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /// The copy's ETag, quoted as S3 does.
  ///
  /// @throws S3Exception if the answer is an error
  /// @throws IOException if it is neither that nor a result: nobody knows what it means
  static String etag(RawS3.Reply reply) throws IOException {
    if (reply.status() == OK) {
      Matcher usual = USUAL.matcher(new String(reply.body(), UTF_8));
      if (usual.matches()) {
        return "\"" + usual.group(1) + "\"";
      }
    }
    Map<String, String> elements = new HashMap<>();
    String root;
    try {
      root = parse(reply.body(), elements);
    } catch (XMLStreamException e) {
      if (reply.status() == OK) {
        throw new IOException("S3's answer to a copy is no XML", e);
      }
      root = "";
    }
    if (reply.status() == OK && root.equals("CopyObjectResult") && elements.containsKey("ETag")) {
      return elements.getOrDefault("ETag", "");
    }
    if (reply.status() == OK && !root.equals("Error")) {
      throw new IOException("S3's answer to a copy is '" + root + "' without what belongs into it");
    }
    throw error(reply.status(), root.equals("Error") ? elements : Map.of());
  }

  private static S3Exception error(int status, Map<String, String> elements) {
    int meant = status == OK ? ERROR_INSIDE : status;
    return (S3Exception)
        S3Exception.builder()
            .statusCode(meant)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode(elements.getOrDefault("Code", ""))
                    .errorMessage(elements.getOrDefault("Message", ""))
                    .build())
            .build();
  }

  /// Reads the texts of the root's elements, to the end of the document.
  ///
  /// @return the root's name; empty if there is no document
  private static String parse(byte[] body, Map<String, String> elements) throws XMLStreamException {
    String text = new String(body, UTF_8).strip();
    if (text.isEmpty()) {
      return "";
    }
    XMLStreamReader reader =
        factory().createXMLStreamReader(new ByteArrayInputStream(text.getBytes(UTF_8)), "UTF-8");
    try {
      reader.nextTag();
      String root = reader.getLocalName();
      while (reader.next() != XMLStreamConstants.END_DOCUMENT) {
        if (reader.isStartElement()) {
          elements.put(reader.getLocalName(), reader.getElementText());
        }
      }
      return root;
    } finally {
      reader.close();
    }
  }
}
