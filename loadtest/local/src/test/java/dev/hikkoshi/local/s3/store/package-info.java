/// What is kept, without HTTP.
@NullMarked
package dev.hikkoshi.local.s3.store;

import org.jspecify.annotations.NullMarked;
