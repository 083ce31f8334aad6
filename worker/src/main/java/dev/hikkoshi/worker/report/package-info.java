/// Reports as one self-contained HTML page: facts and charts over time, nothing loaded from
/// anywhere.
@NullMarked
package dev.hikkoshi.worker.report;

import org.jspecify.annotations.NullMarked;
