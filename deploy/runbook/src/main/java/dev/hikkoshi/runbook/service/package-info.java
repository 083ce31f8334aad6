/// What a producer or worker has around it when it runs as a service: published metrics, and ECS.
@NullMarked
package dev.hikkoshi.runbook.service;

import org.jspecify.annotations.NullMarked;
