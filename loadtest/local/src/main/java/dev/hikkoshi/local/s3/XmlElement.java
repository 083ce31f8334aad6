package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// An element of a request document. Namespaces are ignored; DTDs and external entities are
/// refused.
record XmlElement(String name, String text, List<XmlElement> children) {
  private static final XMLInputFactory FACTORY = factory();

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  /// @param root the name the document element must have
  static XmlElement parse(byte[] document, String root) {
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
      reader.nextTag();
      XmlElement element = read(reader);
      if (element.name.equals(root)) {
        return element;
      }
    } catch (XMLStreamException _) {
      // refused below like any other wrong document
    }
    throw S3Error.MALFORMED_XML.exception();
  }

  List<XmlElement> all(String childName) {
    return children.stream().filter(child -> child.name.equals(childName)).toList();
  }

  /// The text of the first child of that name, or null.
  @Nullable String find(String childName) {
    for (XmlElement child : children) {
      if (child.name.equals(childName)) {
        return child.text;
      }
    }
    return null;
  }

  String require(String childName) {
    String found = find(childName);
    if (found == null) {
      throw S3Error.MALFORMED_XML.exception();
    }
    return found;
  }

  private static XmlElement read(XMLStreamReader reader) throws XMLStreamException {
    String name = reader.getLocalName();
    StringBuilder text = new StringBuilder();
    List<XmlElement> children = new ArrayList<>();
    for (int event = reader.next();
        event != XMLStreamConstants.END_ELEMENT;
        event = reader.next()) {
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> children.add(read(reader));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(reader.getText());
        case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
            throw S3Error.MALFORMED_XML.exception();
        default -> {}
      }
    }
    return new XmlElement(name, text.toString(), List.copyOf(children));
  }
}
