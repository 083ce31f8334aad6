/// A generated source of any size in any S3, and what a load test with it costs.
@NullMarked
package dev.hikkoshi.bench.generate;

import org.jspecify.annotations.NullMarked;
