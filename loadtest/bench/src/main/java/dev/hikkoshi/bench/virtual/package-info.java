/// A whole fleet in virtual time: the production code in a world that fails by a seed.
@NullMarked
package dev.hikkoshi.bench.virtual;

import org.jspecify.annotations.NullMarked;
