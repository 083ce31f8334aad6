package dev.hikkoshi.producer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.migration.S3Location;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExportWindowsTest {
  private static final ExportManifest FULL = export("full", ExportView.ITEMS, null, 1);
  private static final ExportManifest FIRST = incremental("first", 1, 2);
  private static final ExportManifest SECOND = incremental("second", 2, 3);

  private static ExportManifest incremental(String name, int from, int to) {
    return export(name, ExportView.NEW_AND_OLD_IMAGES, hour(from), to);
  }

  private static ExportManifest export(
      String name, ExportView view, @Nullable Instant from, int to) {
    var summary = new S3Location("b", name);
    return new ExportManifest(
        summary,
        "arn:table",
        ExportFormat.DYNAMODB_JSON,
        view,
        from,
        hour(to),
        List.of(),
        0,
        0,
        List.of());
  }

  private static ExportManifest of(@Nullable String table, ExportManifest export) {
    return new ExportManifest(
        export.summary(),
        table,
        export.format(),
        export.view(),
        export.from(),
        export.to(),
        List.of(),
        0,
        0,
        List.of());
  }

  private static Instant hour(int hour) {
    return Instant.parse("2026-11-21T00:00:00Z").plusSeconds(3600L * hour);
  }

  private static void assertRefused(String message, ExportManifest... exports) {
    assertThatThrownBy(() -> ExportWindows.check(List.of(exports), false))
        .isInstanceOf(UnsoundSourceException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFullExportAndWhatChangedSinceJoin() {
    assertThat(ExportWindows.check(List.of(FULL, FIRST, SECOND), false)).isEmpty();
    assertThat(ExportWindows.check(List.of(FIRST, SECOND), false)).isEmpty();
    assertThat(ExportWindows.check(List.of(FULL), false)).isEmpty();
    assertThat(ExportWindows.check(List.of(of(null, FULL), FIRST), false)).isEmpty();
  }

  @Test
  void anAllowedGapIsTold() {
    ExportManifest third = incremental("third", 4, 5);
    assertThat(ExportWindows.check(List.of(FULL, SECOND, third), true))
        .containsExactly(
            "the exports do not join: s3://b/full ends at 2026-11-21T01:00:00Z, s3://b/second begins"
                + " at 2026-11-21T02:00:00Z: what was written between is missing",
            "the exports do not join: s3://b/second ends at 2026-11-21T03:00:00Z, s3://b/third begins"
                + " at 2026-11-21T04:00:00Z: what was written between is missing");
    assertThat(ExportWindows.check(List.of(FULL, FIRST), true)).isEmpty();
    assertThatThrownBy(
            () -> ExportWindows.check(List.of(FULL, FIRST, incremental("late", 1, 3)), true))
        .isInstanceOf(UnsoundSourceException.class)
        .hasMessageContaining("they overlap");
  }

  @Test
  void exportsOfTwoTablesAreRefused() {
    assertRefused(
        "s3://b/first is an export of arn:other, s3://b/full one of arn:table",
        FULL,
        of("arn:other", FIRST));
  }

  @Test
  void aGapIsNamed() {
    assertRefused(
        "s3://b/full ends at 2026-11-21T01:00:00Z, s3://b/second begins at 2026-11-21T02:00:00Z:"
            + " what was written between is missing; to load them all the same: --allow-gap",
        FULL,
        SECOND);
  }

  @Test
  void anOverlapIsRefused() {
    assertRefused("they overlap", FULL, FIRST, incremental("late", 1, 3));
  }

  @Test
  void theWrongOrderIsRefused() {
    assertRefused("do not join", FULL, SECOND, FIRST);
    assertRefused("s3://b/full is a full export after another", FIRST, FULL);
  }
}
