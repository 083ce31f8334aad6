/// What an S3 must do, checked through clients.
@NullMarked
package dev.hikkoshi.local.s3;

import org.jspecify.annotations.NullMarked;
