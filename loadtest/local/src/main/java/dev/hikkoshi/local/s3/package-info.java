/// An in-memory S3 over HTTP: exact keys of any shape, checksums verified, multipart, conditions.
@NullMarked
package dev.hikkoshi.local.s3;

import org.jspecify.annotations.NullMarked;
