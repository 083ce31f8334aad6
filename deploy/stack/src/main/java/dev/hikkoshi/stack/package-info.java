/// What a fleet needs in AWS: queues, ledger, services, network, dashboard and alarms, as one
/// CloudFormation template.
@NullMarked
package dev.hikkoshi.stack;

import org.jspecify.annotations.NullMarked;
