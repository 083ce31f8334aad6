@NullMarked
package dev.hikkoshi.bench.generate;

import org.jspecify.annotations.NullMarked;
