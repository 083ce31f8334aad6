/// Migrations under a seeded adversary: processes are killed and frozen, everything they talk to
/// fails now and then, and the result has to be the same, item by item.
@NullMarked
package dev.hikkoshi.bench.chaos;

import org.jspecify.annotations.NullMarked;
