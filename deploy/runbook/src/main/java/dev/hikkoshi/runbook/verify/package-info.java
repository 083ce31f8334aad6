/// Comparing source and destination: by digest, and key by key where digests differ.
@NullMarked
package dev.hikkoshi.runbook.verify;

import org.jspecify.annotations.NullMarked;
