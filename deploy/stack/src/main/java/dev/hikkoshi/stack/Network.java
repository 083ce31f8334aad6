package dev.hikkoshi.stack;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.services.ec2.CfnRouteTable;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.CfnSubnet;
import software.amazon.awscdk.services.ec2.CfnSubnetRouteTableAssociation;
import software.amazon.awscdk.services.ec2.CfnVPC;
import software.amazon.awscdk.services.ec2.CfnVPCEndpoint;

/// Where tasks run: private subnets without a way to the internet, and exactly the endpoints they
/// need; or an existing VPC that has them. Tasks accept no connection and open none but to those.
final class Network {
  /// What tasks ask through an address in the VPC: their images, logs, metrics, and the services
  /// that have no gateway.
  static final List<String> INTERFACES =
      List.of(
          "ecr.api",
          "ecr.dkr",
          "logs",
          "monitoring",
          "sqs",
          "sts",
          "sns",
          "ecs",
          "application-autoscaling");

  /// What tasks ask through the route table; it costs nothing.
  static final List<String> GATEWAYS = List.of("s3", "dynamodb");

  private static final int ZONES = 2;
  private static final int HTTPS = 443;

  final String taskGroup;
  final List<String> subnets;

  /// The same in one text, with commas, if they are created.
  final String subnetList;

  private final Stack stack;
  private final Parameters parameters;

  Network(Stack stack, Parameters parameters) {
    this.stack = stack;
    this.parameters = parameters;
    CfnVPC vpc =
        made(
            CfnVPC.Builder.create(stack, "PrivateVpc")
                .cidrBlock(parameters.vpcCidr.getValueAsString())
                .enableDnsSupport(true)
                .enableDnsHostnames(true)
                .build());
    List<String> created = subnets(vpc);
    CfnSecurityGroup endpoints =
        made(group("EndpointGroup", "Endpoints of the fleet", vpc.getRef(), List.of(nowhere())));
    endpoints(vpc, created, endpoints.getAttrGroupId());
    String vpcId = either(vpc.getRef(), parameters.vpc.getValueAsString());
    subnetList = Fn.join(",", created);
    String endpointGroup =
        either(endpoints.getAttrGroupId(), parameters.endpointGroup.getValueAsString());
    CfnSecurityGroup tasks =
        group("TaskGroup", "Tasks of the fleet", vpcId, taskEgress(endpointGroup));
    taskGroup = tasks.getAttrGroupId();
    ingress(endpointGroup);
    subnets =
        Token.asList(
            Fn.conditionIf(
                parameters.createsVpc.getLogicalId(),
                created,
                parameters.subnets.getValueAsList()));
  }

  private <T extends CfnResource> T made(T resource) {
    resource.getCfnOptions().setCondition(parameters.createsVpc);
    return resource;
  }

  private String either(String created, String given) {
    return Token.asString(Fn.conditionIf(parameters.createsVpc.getLogicalId(), created, given));
  }

  private List<String> subnets(CfnVPC vpc) {
    CfnRouteTable routes =
        made(CfnRouteTable.Builder.create(stack, "Routes").vpcId(vpc.getRef()).build());
    var created = new ArrayList<String>();
    for (int zone = 0; zone < ZONES; zone++) {
      CfnSubnet subnet =
          made(
              CfnSubnet.Builder.create(stack, "Subnet" + zone)
                  .vpcId(vpc.getRef())
                  .availabilityZone(Fn.select(zone, Fn.getAzs()))
                  .cidrBlock(
                      Fn.select(zone, Fn.cidr(parameters.vpcCidr.getValueAsString(), ZONES, "7")))
                  .mapPublicIpOnLaunch(false)
                  .build());
      made(
          CfnSubnetRouteTableAssociation.Builder.create(stack, "SubnetRoutes" + zone)
              .subnetId(subnet.getRef())
              .routeTableId(routes.getRef())
              .build());
      created.add(subnet.getRef());
    }
    for (String service : GATEWAYS) {
      made(endpoint(service, "Gateway", vpc).routeTableIds(List.of(routes.getRef())).build());
    }
    return created;
  }

  private void endpoints(CfnVPC vpc, List<String> created, String group) {
    for (String service : INTERFACES) {
      made(
          endpoint(service, "Interface", vpc)
              .privateDnsEnabled(true)
              .subnetIds(created)
              .securityGroupIds(List.of(group))
              .build());
    }
  }

  private CfnVPCEndpoint.Builder endpoint(String service, String type, CfnVPC vpc) {
    return CfnVPCEndpoint.Builder.create(stack, "Endpoint" + service.replace(".", ""))
        .serviceName(Fn.sub("com.amazonaws.${AWS::Region}." + service))
        .vpcEndpointType(type)
        .vpcId(vpc.getRef());
  }

  private CfnSecurityGroup group(
      String id, String description, String vpc, List<CfnSecurityGroup.EgressProperty> egress) {
    return CfnSecurityGroup.Builder.create(stack, id)
        .groupDescription(description)
        .vpcId(vpc)
        .securityGroupEgress(egress)
        .build();
  }

  /// Endpoints open no connection. Without any rule CloudFormation would allow them all.
  private static CfnSecurityGroup.EgressProperty nowhere() {
    return CfnSecurityGroup.EgressProperty.builder()
        .ipProtocol("-1")
        .cidrIp("127.0.0.1/32")
        .description("Nowhere")
        .build();
  }

  private static CfnSecurityGroup.EgressProperty.Builder egress(String description) {
    return CfnSecurityGroup.EgressProperty.builder()
        .ipProtocol("tcp")
        .fromPort(HTTPS)
        .toPort(HTTPS)
        .description(description);
  }

  private List<CfnSecurityGroup.EgressProperty> taskEgress(String endpoints) {
    return List.of(
        egress("Endpoints").destinationSecurityGroupId(endpoints).build(),
        egress("S3").destinationPrefixListId(parameters.s3PrefixList.getValueAsString()).build(),
        egress("DynamoDB")
            .destinationPrefixListId(parameters.dynamoDbPrefixList.getValueAsString())
            .build());
  }

  private void ingress(String endpoints) {
    CfnSecurityGroupIngress.Builder.create(stack, "EndpointsFromTasks")
        .groupId(endpoints)
        .ipProtocol("tcp")
        .fromPort(HTTPS)
        .toPort(HTTPS)
        .sourceSecurityGroupId(taskGroup)
        .description("Tasks of the fleet")
        .build();
  }
}
