import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/// Lists the tests that Surefire's reports in a folder call skipped, with the reason of each: a
/// line each, or with a second argument `json` one array.
void main(String[] arguments) throws Exception {
  var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
  List<String[]> skipped = new ArrayList<>();
  try (var files = Files.newDirectoryStream(Path.of(arguments[0]), "TEST-*.xml")) {
    for (Path file : files) {
      var cases = builder.parse(file.toFile()).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        var test = (Element) cases.item(i);
        var why = (Element) test.getElementsByTagName("skipped").item(0);
        if (why != null) {
          String type = test.getAttribute("classname").replaceFirst(".*\\.", "");
          String name = test.getAttribute("name");
          skipped.add(
              new String[] {
                name.isEmpty() ? type : type + "." + name, reason(why)
              });
        }
      }
    }
  }
  skipped.sort((a, b) -> a[0].compareTo(b[0]));
  if (arguments.length > 1) {
    IO.println(
        skipped.stream()
            .map(each -> "{\"test\":" + quoted(each[0]) + ",\"reason\":" + quoted(each[1]) + "}")
            .collect(Collectors.joining(",", "[", "]")));
  } else {
    skipped.forEach(each -> IO.println("left out: " + each[0] + ": " + each[1]));
  }
}

/// What a test says when it skips itself is not in the attribute but in the trace below it.
String reason(Element skipped) {
  String message = skipped.getAttribute("message");
  String trace = skipped.getTextContent().strip().lines().findFirst().orElse("");
  return message.isEmpty() ? trace.replaceFirst("^[\\w.]+Exception: (Assumption failed: )?", "") : message;
}

String quoted(String text) {
  return '"' + text.replaceAll("\\p{Cntrl}+", " ").replaceAll("[\"\\\\]", "\\\\$0") + '"';
}
