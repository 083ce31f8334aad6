package dev.hikkoshi.local.s3;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/// Writes one XML document. Characters that XML 1.0 cannot hold are written as numeric references,
/// as S3 does when a listing is not asked for URL encoding. Not thread-safe.
final class Xml {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private final StringWriter document = new StringWriter();
  private final XMLStreamWriter writer;

  private Xml() throws XMLStreamException {
    writer = FACTORY.createXMLStreamWriter(document);
  }

  /// A document in S3's namespace.
  static Xml document(String root, Consumer<Xml> content) {
    return document(root, true, content);
  }

  /// A document without a namespace, such as an error.
  static Xml bare(String root, Consumer<Xml> content) {
    return document(root, false, content);
  }

  private static Xml document(String root, boolean namespaced, Consumer<Xml> content) {
    try {
      Xml xml = new Xml();
      xml.writer.writeStartDocument("UTF-8", "1.0");
      xml.writer.writeStartElement(root);
      if (namespaced) {
        xml.writer.writeDefaultNamespace(NAMESPACE);
      }
      content.accept(xml);
      xml.writer.writeEndDocument();
      return xml;
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write XML to memory", e);
    }
  }

  byte[] toBytes() {
    return document.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// An element holding a value, or nothing at all if the value is null.
  Xml element(String name, @Nullable Object value) {
    return value == null ? this : element(name, xml -> xml.text(value.toString()));
  }

  Xml element(String name, Consumer<Xml> content) {
    try {
      writer.writeStartElement(name);
      content.accept(this);
      writer.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write XML to memory", e);
    }
  }

  /// Text within the element being written.
  void text(String value) {
    try {
      int plain = 0;
      for (int i = 0; i < value.length(); i++) {
        char unit = value.charAt(i);
        if (needsReference(unit)) {
          writer.writeCharacters(value.substring(plain, i));
          writer.writeEntityRef("#x" + Integer.toHexString(unit));
          plain = i + 1;
        }
      }
      writer.writeCharacters(value.substring(plain));
    } catch (XMLStreamException e) {
      throw new IllegalStateException("cannot write XML to memory", e);
    }
  }

  private static boolean needsReference(char unit) {
    return unit < ' ' || unit == 0x7f || unit == 0xfffe || unit == 0xffff;
  }
}
