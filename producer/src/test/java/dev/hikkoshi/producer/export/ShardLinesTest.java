package dev.hikkoshi.producer.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.hikkoshi.common.item.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShardLinesTest {
  private final FakeS3 s3 = new FakeS3();

  private record Line(long number, String text) {}

  private List<Line> read(byte[] gzip) throws IOException {
    var lines = new ArrayList<Line>();
    try (var reader = new ShardLines(s3, FakeS3.BUCKET, Shards.put(s3, "a.gz", gzip, 0))) {
      while (reader.next()) {
        lines.add(
            new Line(
                reader.line(),
                new String(reader.buffer(), reader.from(), reader.to() - reader.from(), UTF_8)));
        assertThat(reader.lines()).isEqualTo(lines.size());
      }
      assertThat(reader.next()).isFalse();
      assertThat(reader.lines()).isEqualTo(lines.size());
    }
    assertThat(s3.open).isZero();
    return lines;
  }

  private List<Line> read(String... members) throws IOException {
    return read(
        Shards.gzip(
            Arrays.stream(members).map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new)));
  }

  /// What the lines are, said simply.
  private static List<Line> lines(String text) {
    var lines = new ArrayList<Line>();
    long number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isEmpty()) {
        lines.add(new Line(number, line));
      }
    }
    return lines;
  }

  @Test
  void readsLineByLine() throws Exception {
    assertThat(read("a\nbé\n c \n"))
        .containsExactly(new Line(1, "a"), new Line(2, "bé"), new Line(3, " c "));
  }

  @Test
  void theLastLineNeedsNoLineFeed() throws Exception {
    assertThat(read("a\nb")).containsExactly(new Line(1, "a"), new Line(2, "b"));
  }

  @Test
  void emptyLinesAreNumberedButNotCounted() throws Exception {
    assertThat(read("\n\na\n\n\nb\n\n")).containsExactly(new Line(3, "a"), new Line(6, "b"));
  }

  @Test
  void anEmptyFileHasNoLines() throws Exception {
    assertThat(read("")).isEmpty();
    assertThat(read("\n")).isEmpty();
  }

  @Test
  void severalGzipMembersAreOneText() throws Exception {
    assertThat(read("a\nb", "c\n", "", "d")).isEqualTo(lines("a\nbc\nd"));
  }

  @Test
  void membersAreReadToTheLastHoweverTheConnectionBreaks() {
    Seeds.each(
        300,
        seed -> {
          var random = new SplittableRandom(seed);
          s3.breaks(_ -> 1 + random.nextInt(60));
          assertThat(read("a\nb", "c\n", "d\n".repeat(random.nextInt(50)) + "e"))
              .last()
              .extracting(Line::text)
              .isEqualTo("e");
        });
  }

  @Test
  void aLineMayEndAnywhereInTheBuffer() throws Exception {
    for (int before = ShardLines.LINES - 6; before <= ShardLines.LINES + 3; before++) {
      for (String tail : List.of("", "\n", "\nb", "\n\nb\n", "\nb\nc")) {
        String text = "x".repeat(before) + tail;
        assertThat(read(text)).isEqualTo(lines(text));
        text = "y\n" + text;
        assertThat(read(text)).isEqualTo(lines(text));
      }
    }
  }

  @Test
  void longLinesGrowTheBuffer() throws Exception {
    String text =
        "a\n" + "x".repeat(5 * ShardLines.LINES + 17) + "\nb\n" + "y".repeat(3 * ShardLines.LINES);
    assertThat(read(text)).isEqualTo(lines(text));
  }

  @Test
  void anyTextIsReadAsItsLines() {
    Seeds.each(
        150,
        seed -> {
          var random = new SplittableRandom(seed);
          var text = new StringBuilder();
          int longest = 1 << random.nextInt(18);
          for (int i = random.nextInt(200); i >= 0 && text.length() < 1 << 20; i--) {
            text.append(String.valueOf((char) ('a' + i % 26)).repeat(random.nextInt(longest)));
            text.append("\n".repeat(random.nextInt(3)));
          }
          assertThat(read(text.toString())).isEqualTo(lines(text.toString()));
        });
  }

  @Test
  void aFileThatIsCutIsNotTakenForWhole() {
    byte[] whole = Shards.gzip("a\nb\nc\n".getBytes(UTF_8));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatIOException().as("cut to " + cut.length).isThrownBy(() -> read(cut));
      assertThat(s3.open).as("connections open after a cut to " + length).isZero();
    }
  }

  @Test
  void damagedBytesAreNoticed() {
    byte[] whole = Shards.gzip("a\nb\nc\n".repeat(100).getBytes(UTF_8));
    for (int at = 10; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      assertThatIOException().as("damaged at " + at).isThrownBy(() -> read(damaged));
    }
  }

  @Test
  void whatIsNotGzipIsRefused() {
    assertThatIOException().isThrownBy(() -> read("{\"Item\":{}}\n".getBytes(UTF_8)));
  }

  @Test
  void aFileReplacedSinceItWasCheckedIsUnsound() {
    var file = Shards.put(s3, "a.gz", Shards.gzip("a".getBytes(UTF_8)), 1);
    s3.put("a.gz", Shards.gzip("b".getBytes(UTF_8)));
    assertThatExceptionOfType(UnsoundSourceException.class)
        .isThrownBy(() -> new ShardLines(s3, FakeS3.BUCKET, file).close());
  }

  @Test
  void aLongLinesMemoryIsGivenBackAndTheLinesAfterItAreRead() throws Exception {
    String text =
        String.join(
            "\n",
            "a",
            "b".repeat(5_000_000),
            "",
            "c",
            "d".repeat(700_000),
            "e".repeat(70_000),
            "f");
    var lines = new ArrayList<Line>();
    try (var reader =
        new ShardLines(
            s3, FakeS3.BUCKET, Shards.put(s3, "a.gz", Shards.gzip(text.getBytes(UTF_8)), 0))) {
      while (reader.next()) {
        lines.add(
            new Line(
                reader.line(),
                new String(reader.buffer(), reader.from(), reader.to() - reader.from(), UTF_8)));
        reader.release();
        assertThat(reader.buffer()).hasSizeLessThanOrEqualTo(512 << 10);
      }
    }
    assertThat(lines).isEqualTo(lines(text));
  }
}
