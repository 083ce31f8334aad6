package dev.hikkoshi.worker.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table of texts. Each row is as long as there are columns.
///
/// @param title the heading above it
/// @param columns from left to right
/// @param rows from top to bottom
/// @param rest what is said below of rows that are left out; empty if none are
public record Table(String title, List<Column> columns, List<List<String>> rows, String rest)
    implements Block {

  /// What is in a column.
  public enum Kind {
    TEXT,
    NUMBER,
    CODE
  }

  /// A column.
  public record Column(String name, Kind kind) {
    private String attribute() {
      return switch (kind) {
        case TEXT -> "";
        case NUMBER -> " class=\"number\"";
        case CODE -> " class=\"code\"";
      };
    }
  }

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (var row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row of " + row.size() + " in a table of " + columns.size() + " columns: " + row);
      }
    }
  }

  @Override
  public String html() {
    return """
    <section>
    <h3>%s</h3>
    <div class="scroll"><table>
    <thead><tr>%s</tr></thead>
    <tbody>
    %s</tbody>
    </table></div>
    %s</section>
    """
        .formatted(
            Html.text(title),
            columns.stream()
                .map(column ->
                    "<th%s>%s</th>".formatted(column.attribute(), Html.text(column.name())))
                .collect(Collectors.joining()),
            rows.stream().map(this::row).collect(Collectors.joining()),
            rest.isEmpty() ? "" : new Note(rest).html());
  }

  private String row(List<String> cells) {
    return IntStream.range(0, cells.size())
        .mapToObj(
            i -> "<td%s>%s</td>".formatted(columns.get(i).attribute(), Html.text(cells.get(i))))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }
}
