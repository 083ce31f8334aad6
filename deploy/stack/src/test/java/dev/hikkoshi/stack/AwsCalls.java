package dev.hikkoshi.stack;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The AWS calls that compiled code has in it, as IAM names the permission for each.
final class AwsCalls {
  private static final Pattern CLIENT =
      Pattern.compile("software/amazon/awssdk/services/([a-z0-9]+)/[A-Za-z0-9]+Client");

  /// Permissions that are not called like their operation.
  private static final Map<String, String> PERMISSIONS =
      Map.of(
          "s3:HeadBucket", "s3:ListBucket",
          "s3:ListObjectsV2", "s3:ListBucket",
          "s3:HeadObject", "s3:GetObject",
          "s3:DeleteObjects", "s3:DeleteObject",
          "sqs:SendMessageBatch", "sqs:SendMessage",
          "sqs:DeleteMessageBatch", "sqs:DeleteMessage",
          "sqs:ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility");

  private static final String ASSUMES =
      "software/amazon/awssdk/services/sts/auth/StsAssumeRoleCredentialsProvider";
  private static final String PROTECTS = "/task-protection/v1/state";

  private AwsCalls() {}

  /// Calls in the jar or folder that a class is from.
  ///
  /// @param below only of classes whose name starts so, with slashes
  static Set<String> of(Class<?> any, String below) throws IOException {
    Path where;
    try {
      where = Path.of(any.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    if (Files.isDirectory(where)) {
      return in(where, below);
    }
    try (FileSystem jar = FileSystems.newFileSystem(where)) {
      return in(jar.getPath("/"), below);
    }
  }

  private static Set<String> in(Path root, String below) throws IOException {
    var calls = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          files
              .filter(path -> path.toString().endsWith(".class"))
              .filter(path -> root.relativize(path).toString().startsWith(below))
              .toList()) {
        for (PoolEntry entry : ClassFile.of().parse(Files.readAllBytes(file)).constantPool()) {
          add(entry, calls);
        }
      }
    }
    return calls;
  }

  private static void add(PoolEntry entry, Set<String> calls) {
    switch (entry) {
      case MemberRefEntry member -> {
        String owner = member.owner().asInternalName();
        Matcher client = CLIENT.matcher(owner);
        if (client.matches()) {
          calls.add(permission(client.group(1), member.name().stringValue()));
        } else if (owner.startsWith(ASSUMES)) {
          calls.add("sts:AssumeRole");
        }
      }
      case Utf8Entry text -> {
        if (text.stringValue().endsWith(PROTECTS)) {
          calls.add("ecs:UpdateTaskProtection");
        }
      }
      default -> {}
    }
  }

  private static String permission(String service, String method) {
    String operation =
        Character.toUpperCase(method.charAt(0)) + method.substring(1).replace("Paginator", "");
    // The only one whose package is not what IAM calls it.
    String prefix = service.equals("applicationautoscaling") ? "application-autoscaling" : service;
    String call = prefix + ":" + operation;
    return PERMISSIONS.getOrDefault(call, call);
  }
}
