/// The demo: the main job on the embedded AWS, from a source table to the proof; and the embedded
/// AWS by itself.
@NullMarked
package dev.hikkoshi.bench.demo;

import org.jspecify.annotations.NullMarked;
