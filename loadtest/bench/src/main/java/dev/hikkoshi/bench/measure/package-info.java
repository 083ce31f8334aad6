/// `bench`: what the production code costs, measured in a process of its own.
@NullMarked
package dev.hikkoshi.bench.measure;

import org.jspecify.annotations.NullMarked;
