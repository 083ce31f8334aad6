/// What goes wrong in the embedded AWS, and how often: read from a file, decided by a seed, counted
/// by kind.
@NullMarked
package dev.hikkoshi.local.faults;

import org.jspecify.annotations.NullMarked;
