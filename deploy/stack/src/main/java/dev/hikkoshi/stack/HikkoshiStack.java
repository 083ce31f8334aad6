package dev.hikkoshi.stack;

import software.amazon.awscdk.BootstraplessSynthesizer;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/// One fleet in one account and region. Its resources are named after the stack, so that several
/// fleets can be side by side; its template needs no CDK to be deployed, only `aws cloudformation
/// deploy`.
final class HikkoshiStack extends Stack {
  HikkoshiStack(Construct scope, String id) {
    super(
        scope,
        id,
        StackProps.builder()
            .description("Hikkoshi: a fleet that moves DynamoDB tables and S3 buckets")
            .synthesizer(new BootstraplessSynthesizer())
            .analyticsReporting(false)
            .build());
    var parameters = new Parameters(this);
    var network = new Network(this, parameters);
    var storage = new Storage(this);
    var topic = new Topic(this, parameters);
    var roles = new Roles(this, parameters, storage, topic);
    var tasks = new Tasks(this, parameters, storage, topic, roles);
    var services = new Services(this, parameters, network, tasks);
    new Scaling(this, parameters, storage, services);
    new Alarms(this, parameters, storage, topic);
    new Dashboard(this, storage);
    new RecurringMigration(this, parameters, network, roles, tasks, services);
    new Outputs(this, parameters, storage, topic, roles, tasks, services, network);
  }
}
