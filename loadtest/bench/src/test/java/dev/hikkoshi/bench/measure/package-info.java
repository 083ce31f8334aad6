@NullMarked
package dev.hikkoshi.bench.measure;

import org.jspecify.annotations.NullMarked;
