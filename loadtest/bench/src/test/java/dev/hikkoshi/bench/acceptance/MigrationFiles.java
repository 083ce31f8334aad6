package dev.hikkoshi.bench.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes migration files.
record MigrationFiles(Path folder) {
  /// A migration of an export into a table.
  String write(String name, String export, String table) {
    return write(
        name,
        "name: "
            + name
            + "\nsource:\n  dynamodb-export: "
            + export
            + "\ndestination:\n  table: "
            + table
            + "\ntarget: 10000\n");
  }

  String write(String name, String yaml) {
    try {
      return Files.writeString(folder.resolve(name + ".yaml"), yaml).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
