package dev.hikkoshi.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.worker.report.ReportPage;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MigrationPageTest {
  private static final TwoNights NIGHTS = new TwoNights();

  private static String fact(String html, String name) {
    var found =
        Pattern.compile("<dt>" + Pattern.quote(name) + "</dt><dd>([^<]*)</dd>").matcher(html);
    assertThat(found.find()).as(name).isTrue();
    return found.group(1);
  }

  @Test
  void holdsTheTotalsAndTheCertificate() {
    String html = NIGHTS.page("good").html();
    assertThat(html)
        .contains("<h1>Migration good</h1>", "<span class=\"verdict good\">exact</span>");
    assertThat(fact(html, "in the source")).isEqualTo("1,000");
    assertThat(fact(html, "in the destination")).isEqualTo("1,000");
    assertThat(fact(html, "written")).isEqualTo("1,000");
    assertThat(fact(html, "requests throttled")).isEqualTo("6");
    assertThat(fact(html, "requests failed")).isEqualTo("60");
    assertThat(fact(html, "sent again")).isEqualTo("80");
    assertThat(fact(html, "writing took")).isEqualTo("10 min 00 s");
    assertThat(fact(html, "exact")).isEqualTo("yes");
    assertThat(html).contains("a1".repeat(32), "s3://exports/good/manifest-summary.json");
  }

  @Test
  void drawsWhatTheWorkersDidTogether() {
    String html = NIGHTS.page("good").html();
    assertThat(html).contains("<h3>Rate</h3>", "<h3>Throttled</h3>", "<h3>Retries and errors</h3>");
    // Three workers of 600 units in 2 s, for 600 s.
    assertThat(html)
        .containsPattern("\"name\":\"written\"[^]]*\"y\":\\[(900,){300}(null,)*null]")
        .containsPattern("\"name\":\"target\"[^]]*\"y\":\\[(1500,){300}(null,)*null]")
        .containsPattern("\"name\":\"refused\"[^]]*\"y\":\\[60,0,0,0,0,60,")
        .containsPattern("\"name\":\"read\"[^]]*450");
  }

  @Test
  void loadsNothingAndEscapesEverything() {
    String html = NIGHTS.page("good", "bad").html();
    assertThat(html.replace("https://github.com/leeoniya/uPlot", ""))
        .doesNotContain("https://")
        .doesNotContainPattern("<(img|link|iframe|object|embed|base)\\b")
        .doesNotContainPattern("<script[^>]+src")
        .doesNotContain("@import", "url(");
    assertThat(html)
        .doesNotContain(TwoNights.HOSTILE)
        .contains("&lt;/script&gt;&lt;img src=http://evil.example/x onerror=alert(1)&gt;");
  }

  @Test
  void listsAsMuchAsOneReadsAndSaysWhatShowsTheRest() {
    String html = NIGHTS.page("bad").html();
    assertThat(html).contains("not verified, 130 dead");
    assertThat(Pattern.compile("onerror=alert\\(1\\)&gt;\\d+").matcher(html).results())
        .hasSize(MigrationPage.ROWS);
    assertThat(html).contains("… and 30 more; &#39;hikkoshi dead bad.yaml&#39; lists all of them.");
    assertThat(Pattern.compile("<td>done</td>").matcher(html).results())
        .hasSize(MigrationPage.ROWS);
    assertThat(html)
        .contains(
            "… and 900 more; &#39;hikkoshi report bad.yaml --out DIR --rows 1000&#39; shows all of them.");
  }

  @Test
  void severalMigrationsAreOnOnePage() {
    ReportPage page =
        new MigrationPage("1.2.3", Instant.EPOCH, 1)
            .of(List.of(NIGHTS.report("good"), NIGHTS.report("bad")), List.of("c.yaml"));
    assertThat(page.title()).isEqualTo("2 migrations");
    assertThat(page.html())
        .contains("<h3>Overview</h3>", "c.yaml was never run.")
        .contains("<td>good</td><td>complete</td><td>exact</td>")
        .contains("<td>bad</td><td>failed</td><td>not verified, 130 dead</td>");
  }
}
