/// What an S3 keeps: buckets, objects, multipart uploads, checksums. It knows nothing of HTTP or
/// XML.
@NullMarked
package dev.hikkoshi.local.s3.store;

import org.jspecify.annotations.NullMarked;
