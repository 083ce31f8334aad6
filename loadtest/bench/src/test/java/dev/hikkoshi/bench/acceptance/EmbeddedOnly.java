package dev.hikkoshi.bench.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/// Tests that need what only the embedded AWS has: its owners, its slow buckets, its counters, the
/// few seconds for which its signatures are valid. They are left out at a given [Endpoint].
@Tag(EmbeddedOnly.TAG)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@interface EmbeddedOnly {
  String TAG = "embedded";
}
